using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Go;

/// <summary>Where packages and tests of a checkout stand: import paths by the <c>go.mod</c> files.</summary>
/// <param name="files">The checkout.</param>
internal sealed partial class GoModules(CheckoutFiles files)
{
    private readonly Dictionary<string, IReadOnlyList<(string Path, string Text)>> tests = new(StringComparer.Ordinal);

    private IReadOnlyList<(string Path, string Folder)> Modules =>
        field ??= [
            .. files
                .Named("go.mod")
                .Select(file =>
                    (
                        Path: Module().FirstIn(files.Text(file) ?? "") is { Success: true } named ? named.Groups[1].Value : "",
                        Folder: file.Contains('/', StringComparison.Ordinal) ? file[..file.LastIndexOf('/')] : ""
                    )
                )
                .Where(module => module.Path.Length > 0)
                .OrderByDescending(module => module.Path.Length),
        ];

    /// <summary>The folder of a package relative to the repository; null for a package of others.</summary>
    public string? FolderOf(string package)
    {
        foreach (var (path, folder) in Modules)
        {
            if (package == path || package.StartsWith(path + "/", StringComparison.Ordinal))
            {
                return $"{folder}{package[path.Length..]}".TrimStart('/');
            }
        }

        return null;
    }

    /// <summary>The file with the function of a test; null where there is none or it cannot be found.</summary>
    /// <param name="package">The package.</param>
    /// <param name="test">The test, with its subtests behind slashes.</param>
    public string? FileOf(string package, string test)
    {
        if (FolderOf(package) is not { } folder)
        {
            return null;
        }

        if (!tests.TryGetValue(folder, out var all))
        {
            all =
            [
                .. files
                    .In(folder)
                    .Where(path => path.EndsWith("_test.go", StringComparison.Ordinal))
                    .Select(path => (path, files.Text(path) ?? "")),
            ];
            tests[folder] = all;
        }

        var function = test.Split('/')[0];
        return all.FirstOrDefault(file => Declares(file.Text, function)).Path;
    }

    private static bool Declares(string text, string function)
    {
        // Methods of suites are run by one function, under whose name they stand.
        var at = text.IndexOf($"func {function}(", StringComparison.Ordinal);
        return at == 0 || (at > 0 && text[at - 1] == '\n');
    }

    [GeneratedRegex(@"^module\s+""?([^\s""]{1,500})", RegexOptions.Multiline, 1000)]
    private static partial Regex Module();
}
