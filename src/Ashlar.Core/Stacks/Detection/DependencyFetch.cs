using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Detection;

/// <summary>The commands that fetch what a repository depends on, as its files list it.</summary>
/// <param name="files">The checkout.</param>
internal sealed class DependencyFetch(RepositoryFiles files)
{
    private const int Shown = 2;

    private static readonly DependencyFile Submodules = new(".gitmodules", "`git submodule update --init --recursive`");

    /// <summary>
    /// The commands that fit best: those of files that list what is missing before others, lists before descriptions, files beside the tool before
    /// those of the root. Null where no file lists anything.
    /// </summary>
    /// <param name="command">The command that lacks something: files of its own ecosystem are meant, where it is known.</param>
    /// <param name="missing">Names that the failure gives; may be empty.</param>
    public string? Of(GateCommand command, IReadOnlyList<string> missing) => Of(command, missing, onlyListing: false);

    /// <summary>The same, of files that list what is missing only; null where none does.</summary>
    /// <param name="command">The command that lacks something.</param>
    /// <param name="missing">Names that the failure gives.</param>
    public string? Listing(GateCommand command, IReadOnlyList<string> missing) => Of(command, missing, onlyListing: true);

    private string? Of(GateCommand command, IReadOnlyList<string> missing, bool onlyListing)
    {
        var tops = missing.Select(name => name.Split('.', '/')[0]).Where(name => name.Length > 1).Distinct(StringComparer.Ordinal).ToList();
        var stack = files.Stacks.Of(command.Tool);
        var found = (stack is null ? files.Stacks.SelectMany(one => one.Dependencies) : stack.Dependencies)
            .Prepend(Submodules)
            .SelectMany(file => Paths(file, command.Folder).Select(path => (File: file, Path: path)))
            .Select(found => (found.File, found.Path, Text: files.Text(found.Path) ?? ""))
            .Select(found => (found.File, found.Path, found.Text, Lists: tops.Exists(name => Lists(Entries(found.File, found.Text), name))))
            .Where(found => found.File.Brings(found.Text) && (found.Lists || !onlyListing))
            .OrderBy(found => !found.Lists)
            .ThenBy(found => found.File.IsDescription);
        var commands = found
            .Select(found => Fetch(found.File, found.Path, found.Text, found.Lists ? tops : []))
            .Distinct(StringComparer.Ordinal)
            .Take(Shown)
            .ToList();
        return commands.Count == 0 ? null : string.Join(" or ", commands);
    }

    /// <summary>A description of a project also names the tools that it configures, in headings.</summary>
    private static string Entries(DependencyFile file, string text) =>
        file.IsDescription ? string.Join('\n', text.Split('\n').Where(line => !line.StartsWith('['))) : text;

    private static string Fetch(DependencyFile file, string path, string text, IReadOnlyList<string> missing) =>
        (missing.Count > 0 ? file.Closer?.Invoke(text, missing) : null) ?? file.Fetch.Replace("{path}", path, StringComparison.Ordinal);

    private IEnumerable<string> Paths(DependencyFile file, string folder)
    {
        foreach (var place in (string[])(folder.Length == 0 ? [""] : [folder, ""]))
        {
            if (file.IsPattern)
            {
                foreach (var path in files.All.Where(path => file.Matches(place, path)))
                {
                    yield return path;
                }
            }
            else if (files.Has(RepositoryPath.In(place, file.Path)))
            {
                yield return RepositoryPath.In(place, file.Path);
                yield break;
            }
        }
    }

    /// <summary>Whether a list has a package; its module may be written with another sign.</summary>
    internal static bool Lists(string text, string name) =>
        WholeWord.IsIn(text, name) || WholeWord.IsIn(text, name.Replace('_', '-')) || WholeWord.IsIn(text, name.ToLowerInvariant());
}
