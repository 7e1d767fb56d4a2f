using Ashlar.Core.Policies;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Node;

/// <summary>A command that runs scripts of package.json files.</summary>
/// <param name="Scripts">Package folder and script, in the order in which they run.</param>
/// <param name="Arguments">What is handed to the scripts, as shell text; empty for nothing.</param>
internal sealed record NodeCall(IReadOnlyList<(string Folder, string Script)> Scripts, string Arguments)
{
    private static readonly string[] Runs = ["run", "run-script", "rum", "urn"];

    /// <summary>Reads the words of a simple command from its program on; null when it runs no script that is there.</summary>
    /// <param name="words">The words.</param>
    /// <param name="at">The program's index.</param>
    /// <param name="folder">The folder in which it runs, relative to the repository.</param>
    /// <param name="project">The packages.</param>
    public static NodeCall? Of(IReadOnlyList<ShellWord> words, int at, string folder, NodeProject project)
    {
        var texts = words.Skip(at).Select(word => word.Text).ToList();
        var call = GateTool.Name(texts[0]) switch
        {
            "npm" => Npm(texts, folder, project),
            "pnpm" => Pnpm(texts, folder, project),
            "yarn" => Yarn(texts, folder, project),
            "bun" => texts is [_, "run", var name, .. var rest] ? new NodeCall([(folder, name)], Joined(rest)) : null,
            "run-s" or "npm-run-all" or "npm-run-all2" or "run-p" => Several(texts, folder, project),
            "turbo" => Turbo(texts, project),
            "lerna" when texts is [_, "run", var name, ..] => Members(project, name, Values(texts, "--scope")),
            "nx" => Nx(texts, project),
            _ => null,
        };
        return call is { Scripts.Count: > 0 } && call.Scripts.All(script => Has(project, script)) ? call : null;
    }

    private static bool Has(NodeProject project, (string Folder, string Script) script) =>
        project.Of(script.Folder)?.Scripts.ContainsKey(script.Script) ?? false;

    private static NodeCall? Npm(List<string> texts, string folder, NodeProject project)
    {
        var (own, given) = Split(texts);
        folder = Values(own, "--prefix", "-C") is [.., var prefix] ? Below(folder, prefix) : folder;
        var plain = Plain(own, "--prefix", "-C", "-w", "--workspace", "--loglevel");
        string? name = plain switch
        {
            [_, var run, var script, ..] when Runs.Contains(run, StringComparer.Ordinal) => script,
            [_, "test" or "t" or "tst", ..] => "test",
            _ => null,
        };
        // npm hands on words behind the script's name, too.
        var extra = Joined([.. plain.Skip(plain is [_, var first, ..] && Runs.Contains(first, StringComparer.Ordinal) ? 3 : 2), .. given]);
        return name is null ? null
            : own.Exists(word => word is "--workspaces" or "-ws" or "--ws") ? Members(project, name, [], extra)
            : Values(own, "-w", "--workspace") is { Count: > 0 } named ? Members(project, name, named, extra)
            : new NodeCall([(folder, name)], extra);
    }

    private static NodeCall? Pnpm(List<string> texts, string folder, NodeProject project)
    {
        string[] withValue = ["--filter", "-F", "-C", "--dir", "--workspace-concurrency", "--reporter"];
        // Options of pnpm itself stand before the script; all behind it belongs to the script.
        var at = 1;
        while (at < texts.Count && (texts[at].StartsWith('-') || Runs.Contains(texts[at], StringComparer.Ordinal)))
        {
            at += withValue.Contains(texts[at], StringComparer.Ordinal) ? 2 : 1;
        }

        if (at >= texts.Count)
        {
            return null;
        }

        var own = texts[..at];
        var name = texts[at] == "t" ? "test" : texts[at];
        var given = Joined([.. texts.Skip(at + 1).SkipWhile((word, index) => index == 0 && word == "--")]);
        folder = Values(own, "-C", "--dir") is [.., var prefix] ? Below(folder, prefix) : folder;
        return Values(own, "--filter", "-F") is { Count: > 0 } named ? Members(project, name, named, given)
            : own.Exists(word => word is "-r" or "--recursive") ? Members(project, name, [], given)
            : Matching(own.Exists(word => word is "-w" or "--workspace-root") ? "" : folder, name, given, project);
    }

    /// <summary><c>pnpm run /^test:/</c> runs all scripts that the expression matches.</summary>
    private static NodeCall Matching(string folder, string name, string given, NodeProject project)
    {
        if (name.Length < 3 || name[0] != '/' || name[^1] != '/' || project.Of(folder) is not { } package)
        {
            return new NodeCall([(folder, name)], given);
        }

        try
        {
            var pattern = BoundedPattern.Of(name[1..^1]);
            return new NodeCall(
                [.. package.Scripts.Keys.Where(key => pattern.IsIn(key, undecided: false)).Select(key => (folder, key))],
                given
            );
        }
        catch (ArgumentException)
        {
            return new NodeCall([], given);
        }
    }

    private static NodeCall? Yarn(List<string> texts, string folder, NodeProject project)
    {
        folder = Values(texts, "--cwd") is [.., var prefix] ? Below(folder, prefix) : folder;
        var plain = texts;
        while (plain is [var yarn, ['-', ..] option, .. var rest])
        {
            plain = [yarn, .. option is "--cwd" ? rest.Skip(1) : rest];
        }

        switch (plain)
        {
            case [_, "workspace", var member, "run", var name, .. var rest]:
                return Members(project, name, [member], Joined(rest));
            case [_, "workspace", var member, var name, .. var rest]:
                return Members(project, name, [member], Joined(rest));
            case [_, "workspaces", "run", var name, .. var rest]:
                return Members(project, name, [], Joined(rest));
            case [_, "workspaces", "foreach", .. var foreachWords]:
                var run = foreachWords.FindIndex(word => Runs.Contains(word, StringComparer.Ordinal));
                return run >= 0 && run + 1 < foreachWords.Count
                    ? Members(project, foreachWords[run + 1], Values(foreachWords[..run], "--include"), Joined(foreachWords[(run + 2)..]))
                    : null;
            case [_, "run", var name, .. var rest]:
                return new NodeCall([(folder, name)], Joined(rest));
            case [_, var name, .. var rest]:
                return new NodeCall([(folder, name)], Joined(rest));
            default:
                return null;
        }
    }

    /// <summary><c>run-s lint test:*</c>: names and patterns of scripts; what runs side by side there runs one after the other here.</summary>
    private static NodeCall? Several(List<string> texts, string folder, NodeProject project)
    {
        // In a race the first script that ends stops the others: one of them is a server.
        if (project.Of(folder) is not { } package || texts.Exists(IsRace))
        {
            return null;
        }

        var scripts = new List<(string, string)>();
        foreach (var word in texts.Skip(1).TakeWhile(word => word != "--").Where(word => !word.StartsWith('-')))
        {
            var glob = new Glob("/" + word.Split(' ')[0].Replace(':', '/'), whole: true);
            var found = package.Scripts.Keys.Where(name => glob.Matches(name.Replace(':', '/'))).ToList();
            if (found.Count == 0)
            {
                return null;
            }

            scripts.AddRange(found.Select(name => (folder, name)));
        }

        return new NodeCall(scripts, "");
    }

    private static bool IsRace(string word) =>
        word == "--race" || (word is ['-', not '-', ..] && word.Contains('r', StringComparison.Ordinal));

    private static NodeCall? Turbo(List<string> texts, NodeProject project)
    {
        var (own, given) = Split(texts);
        var names = Plain(own, "--filter", "-F", "--concurrency", "--cache-dir", "--log-order")
            .Skip(1)
            .Where(word => word != "run")
            .ToList();
        return Tasks(project, names, Values(own, "--filter", "-F"), Joined(given));
    }

    private static NodeCall? Nx(List<string> texts, NodeProject project)
    {
        if (texts is [_, "run-many" or "affected", ..])
        {
            var targets = Values(texts, "-t", "--target", "--targets").SelectMany(names => names.Split(',')).ToList();
            return Tasks(project, targets, Values(texts, "-p", "--projects").SelectMany(names => names.Split(',')).ToList(), "");
        }

        return Plain(texts) switch
        {
            [_, "run", var target, ..] when target.Split(':') is [var member, var name, ..] => Members(project, name, [member]),
            [_, var name, var member, ..] => Members(project, name, [member]),
            _ => null,
        };
    }

    private static NodeCall? Tasks(NodeProject project, List<string> names, List<string> filters, string given)
    {
        var calls = names.Select(name => Members(project, name, filters, given)).ToList();
        if (names.Count == 0 || calls.TrueForAll(call => call is null))
        {
            return null;
        }

        var scripts = calls.OfType<NodeCall>().SelectMany(call => call.Scripts).ToList();
        var builds = NodeTasks.BuildFirst(project, names)
            ? project.Members.Where(member => member.Scripts.ContainsKey("build")).Select(member => (member.Folder, "build"))
            : [];
        return new NodeCall([.. builds.Concat(scripts).Distinct()], given);
    }

    /// <summary>The members that have the script, restricted to those that a filter names; null when there is none.</summary>
    private static NodeCall? Members(NodeProject project, string script, IReadOnlyList<string> filters, string given = "")
    {
        var plain = filters.Where(filter => !filter.StartsWith('!')).ToList();
        var found = project
            .Members.Where(member => member.Scripts.ContainsKey(script))
            .Where(member => plain.Count == 0 || plain.Exists(filter => IsMeant(member, filter)))
            .Where(member => !filters.Any(filter => filter.StartsWith('!') && IsMeant(member, filter[1..])))
            .Select(member => (member.Folder, script))
            .ToList();
        return found.Count == 0 ? null : new NodeCall(found, given);
    }

    private static bool IsMeant(NodePackage member, string filter)
    {
        var text = filter.Trim('.', '^', '{', '}');
        return member.Name == text
            || member.Folder == text.Trim('/')
            || member.Folder.EndsWith("/" + text, StringComparison.Ordinal)
            || new Glob("/" + text, whole: true).Matches(member.Name)
            || new Glob("/" + text.TrimStart('/'), whole: true).Matches(member.Folder);
    }

    private static (List<string> Own, List<string> Given) Split(List<string> texts)
    {
        var end = texts.IndexOf("--");
        return end < 0 ? (texts, []) : (texts[..end], texts[(end + 1)..]);
    }

    private static List<string> Plain(List<string> texts, params string[] withValue)
    {
        var plain = new List<string>();
        for (var at = 0; at < texts.Count; at++)
        {
            if (!texts[at].StartsWith('-'))
            {
                plain.Add(texts[at]);
            }
            else if (withValue.Contains(texts[at], StringComparer.Ordinal))
            {
                at++;
            }
        }

        return plain;
    }

    private static List<string> Values(List<string> texts, params string[] names)
    {
        var values = new List<string>();
        for (var at = 0; at < texts.Count; at++)
        {
            if (names.Contains(texts[at], StringComparer.Ordinal) && at + 1 < texts.Count)
            {
                values.Add(texts[at + 1]);
            }
            else if (
                texts[at].IndexOf('=', StringComparison.Ordinal) is var sign and > 0
                && names.Contains(texts[at][..sign], StringComparer.Ordinal)
            )
            {
                values.Add(texts[at][(sign + 1)..]);
            }
        }

        return values;
    }

    private static string Below(string folder, string path) => RepositoryPath.Normal($"{folder}/{path}");

    private static string Joined(IReadOnlyList<string> words) => string.Join(' ', words.Select(ShellWords.Quote));
}
