using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Stacks.Results;

/// <summary>Finds the files of a checkout that reports name in their own ways.</summary>
/// <param name="root">The checkout, absolute.</param>
/// <param name="shownRoot">The path by which commands knew it.</param>
/// <param name="shared">What commands saw in it beside the tree: installed packages and the like, by relative path.</param>
internal sealed class CheckoutFiles(string root, string shownRoot, IEnumerable<string>? shared = null)
{
    private const int PathLimit = 200_000;

    private readonly IReadOnlyList<string> shares = [.. shared ?? []];
    private readonly Dictionary<string, string?> found = new(StringComparer.Ordinal);

    /// <summary>The checkout.</summary>
    public string Root { get; } = root;

    /// <summary>Whether a file is at the relative path.</summary>
    public bool Exists(string path) => path.Length > 0 && !Path.IsPathRooted(path) && OrdinaryFiles.Has(Root, path);

    /// <summary>Whether a relative path lies in what is not part of the tree.</summary>
    public bool IsShared(string path) => shares.Any(share => path.StartsWith(share + "/", StringComparison.Ordinal));

    /// <summary>The text of a file; null where there is none or it is larger than a megabyte.</summary>
    public string? Text(string path) =>
        Exists(path) && OrdinaryFiles.Read(Root, path, 1024 * 1024) is { } content ? System.Text.Encoding.UTF8.GetString(content) : null;

    /// <summary>All files of one name, in any folder.</summary>
    public IEnumerable<string> Named(string name) =>
        Paths.Where(path => path == name || path.EndsWith("/" + name, StringComparison.Ordinal));

    /// <summary>All files whose names end so, in any folder.</summary>
    public IEnumerable<string> Ending(params string[] endings) =>
        Paths.Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)));

    /// <summary>The files of one folder, without those below it.</summary>
    public IEnumerable<string> In(string folder) =>
        Paths.Where(path =>
            folder.Length == 0
                ? !path.Contains('/', StringComparison.Ordinal)
                : path.Length > folder.Length
                    && path[folder.Length] == '/'
                    && path.StartsWith(folder, StringComparison.Ordinal)
                    && path.LastIndexOf('/') == folder.Length
        );

    /// <summary>The path relative to the checkout with <c>/</c>, or null when it lies outside.</summary>
    public string? Relative(string path)
    {
        var text = path.Replace('\\', '/').Trim();
        if (text.StartsWith("file://", StringComparison.Ordinal))
        {
            text = text["file://".Length..];
        }

        foreach (var prefix in (string[])[shownRoot, Root])
        {
            if (text.StartsWith(prefix.TrimEnd('/') + "/", StringComparison.Ordinal))
            {
                text = text[(prefix.TrimEnd('/').Length + 1)..];
                break;
            }
        }

        while (text.StartsWith("./", StringComparison.Ordinal))
        {
            text = text[2..];
        }

        return text.Length == 0 || PathBelow.LeadsOut(text) ? null : text;
    }

    /// <summary>The file that a dotted Python module name stands for, and the rest of the name (classes) after it.</summary>
    public (string? File, string Classes) PythonModule(string dotted)
    {
        var parts = dotted.Split('.');
        for (var count = parts.Length; count > 0; count--)
        {
            var path = string.Join('/', parts[..count]) + ".py";
            var file = Exists(path) ? path : EndingWith(path);
            if (file is not null)
            {
                return (file, string.Join('.', parts[count..]));
            }
        }

        return (null, dotted);
    }

    /// <summary>The only file whose path ends with the given segments, or null when there is none or more than one.</summary>
    public string? EndingWith(string ending)
    {
        if (found.TryGetValue(ending, out var known))
        {
            return known;
        }

        string? match = null;
        var name = Path.GetFileName(ending);
        if (name.Length > 0)
        {
            foreach (var relative in Paths.Where(path => ("/" + path).EndsWith("/" + ending, StringComparison.Ordinal)))
            {
                if (match is not null)
                {
                    match = null;
                    break;
                }

                match = relative;
            }
        }

        found[ending] = match;
        return match;
    }

    private IReadOnlyList<string> Paths => field ??= [.. OrdinaryFiles.Below(Root, folder => !IsForeign(folder)).Take(PathLimit)];

    private static bool IsForeign(string path) =>
        path.Split('/').Any(part => part is ".git" or "node_modules" or ".venv" or "venv" or "site-packages" or ".tox");
}
