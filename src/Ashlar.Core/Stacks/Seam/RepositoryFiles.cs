using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Stacks.Seam;

/// <summary>Files of a repository as gate detection looks at them: bounded, links not followed, foreign folders left out.</summary>
/// <param name="root">The repository's folder.</param>
/// <param name="stacks">The ecosystems whose folders are left out, and that say what its files and commands are.</param>
internal sealed class RepositoryFiles(string root, StackSet stacks)
{
    private const int FileLimit = 20_000;
    private const int SizeLimit = 1024 * 1024;

    private IReadOnlyList<string>? all;

    /// <summary>The folder.</summary>
    public string Root { get; } = root;

    /// <summary>The ecosystems that look at it.</summary>
    public StackSet Stacks { get; } = stacks;

    /// <summary>Relative paths with <c>/</c>, shallow ones first, each folder sorted; hidden folders other than <c>.github</c> left out.</summary>
    public IReadOnlyList<string> All => all ??= Walk();

    /// <summary>Whether a file is at the path.</summary>
    public bool Has(string path) => OrdinaryFiles.Has(Root, path);

    /// <summary>The text of a file, or null when there is none or it is too large.</summary>
    public string? Text(string path) =>
        OrdinaryFiles.Read(Root, path, SizeLimit) is { } content ? System.Text.Encoding.UTF8.GetString(content).TrimStart('\uFEFF') : null;

    /// <summary>The first line of a file that contains the words, from 1; null when none does.</summary>
    public int? LineOf(string path, string words)
    {
        var lines = (Text(path) ?? "").Split('\n');
        var index = Array.FindIndex(lines, line => line.Contains(words, StringComparison.Ordinal));
        return index < 0 ? null : index + 1;
    }

    /// <summary>A section of a configuration file by its name or what it begins with, with its line; null when there is none.</summary>
    public int? Section(string path, string name)
    {
        if (Text(path) is not { } text)
        {
            return null;
        }

        foreach (var (section, line) in IniText.Sections(text))
        {
            if (section == name || section.StartsWith(name + ".", StringComparison.Ordinal))
            {
                return line;
            }
        }

        return null;
    }

    private List<string> Walk() => [.. OrdinaryFiles.Below(Root, IsLookedInto).Take(FileLimit)];

    private bool IsLookedInto(string folder)
    {
        var name = folder[(folder.LastIndexOf('/') + 1)..];
        return (!name.StartsWith('.') || name == ".github") && !Stacks.IsForeign(name);
    }
}
