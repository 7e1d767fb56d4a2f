using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>A test that needs programs of an ecosystem; where one of them is not installed, the test is skipped and says which.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolsFactAttribute : FactAttribute
{
    /// <summary>Skips where one of the programs is missing.</summary>
    /// <param name="needed">Programs on PATH, or paths with a slash that must be there.</param>
    public ToolsFactAttribute(params string[] needed)
    {
        var missing = needed.FirstOrDefault(name => !IsThere(name));
        if (missing is not null)
        {
            Skip = $"{missing} is not installed";
        }
    }

    private static bool IsThere(string name) =>
        name.Contains('/', StringComparison.Ordinal)
            ? Path.Exists(name)
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Any(folder => File.Exists(Path.Combine(folder, name)));
}
