using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Dotnet;

/// <summary>The gate of .NET projects.</summary>
internal static class DotnetGates
{
    /// <summary>The gate; null without a project.</summary>
    public static GateSetting? Find(RepositoryFiles files)
    {
        var solution = files.All.FirstOrDefault(path => !path.Contains('/', StringComparison.Ordinal) && IsOf(path, ".slnx", ".sln"));
        var projects = files.All.Where(path => IsOf(path, ".csproj", ".fsproj", ".vbproj")).ToList();
        if (solution is null && projects.Count == 0)
        {
            return null;
        }

        var test = projects.Find(path => files.Text(path) is { } text && IsTestProject(text));
        var target = solution ?? test ?? projects[0];
        var argument = solution is not null || target.Contains('/', StringComparison.Ordinal) ? " " + ShellWords.Quote(target) : "";
        return test is null
            ? new GateSetting("build", $"dotnet build{argument}") { SourcePath = target }
            : new GateSetting("dotnet-tests", $"dotnet test{argument}") { SourcePath = solution ?? test };
    }

    private static bool IsTestProject(string text) =>
        text.Contains("Microsoft.NET.Test.Sdk", StringComparison.OrdinalIgnoreCase)
        || text.Contains("<IsTestProject>true", StringComparison.OrdinalIgnoreCase);

    private static bool IsOf(string path, params ReadOnlySpan<string> extensions) => extensions.Contains(Path.GetExtension(path));
}
