using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Whether a project's own package is below a folder such as <c>src</c> and has not been installed: no work of the project could bring it.</summary>
internal static partial class PythonInstallation
{
    /// <summary>Whether an import failed for want of such a package as a whole; a module that is missing within one may be the work.</summary>
    /// <param name="errors">What the imports said.</param>
    /// <param name="files">The checkout.</param>
    public static bool IsMissing(string errors, RepositoryFiles files) =>
        Module().AllIn(errors).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal).Any(name => IsBelow(name, files));

    private static bool IsBelow(string name, RepositoryFiles files) =>
        files.All.Any(path => path.EndsWith($"/{name}/__init__.py", StringComparison.Ordinal) || path == $"src/{name}.py")
        && !files.All.Any(path => path == $"{name}.py" || path.StartsWith($"{name}/", StringComparison.Ordinal));

    [GeneratedRegex(@"\bNo module named '(\w{1,100})'", RegexOptions.None, 1000)]
    private static partial Regex Module();
}
