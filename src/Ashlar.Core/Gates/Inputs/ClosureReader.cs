using System.Text;
using System.Text.RegularExpressions;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Python;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>
/// Follows a gate's command through the repository: programs and scripts that it names, package scripts, recipes, sourced files, and what
/// those name in turn. What a command is given to judge (test files, sources) is not part of it.
/// </summary>
internal sealed partial class ClosureReader
{
    private const int FileLimit = 200;

    private readonly TreeFiles files;
    private readonly StringBuilder text = new();
    private readonly HashSet<string> reached = new(StringComparer.Ordinal);
    private readonly HashSet<string> scripts = new(StringComparer.Ordinal);
    private readonly HashSet<string> made = new(StringComparer.Ordinal);
    private readonly HashSet<string> targets = new(StringComparer.Ordinal);
    private readonly HashSet<string> folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> awaited = new(StringComparer.Ordinal);

    private ClosureReader(TreeFiles files) => this.files = files;

    /// <summary>Reads what a gate reaches.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="files">The task base.</param>
    /// <param name="environment">Variables that all gates get.</param>
    public static async Task<GateClosure> OfAsync(GateSetting gate, TreeFiles files, IReadOnlyDictionary<string, string> environment)
    {
        var reader = new ClosureReader(files);
        await reader.ShellAsync(gate.Run, "").ConfigureAwait(false);
        var own = gate.Environment.Where(pair => pair.Value.Value is not null);
        foreach (var (name, value) in environment.Concat(own.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Value!))))
        {
            reader.folders.UnionWith(SearchFolders.Of(name, value, ""));
            if (name.EndsWith("OPTIONS", StringComparison.Ordinal) || name.EndsWith("ADDOPTS", StringComparison.Ordinal))
            {
                await reader.ShellAsync("env " + value, "").ConfigureAwait(false);
            }
        }

        await reader.ConfigurationAsync().ConfigureAwait(false);
        return new GateClosure
        {
            Gate = gate.Name,
            Text = reader.text.ToString(),
            Files = reader.reached,
            Awaited = reader.awaited,
            Scripts = reader.scripts,
            Targets = reader.targets,
            SearchFolders = reader.folders,
        };
    }

    /// <summary>Configuration of the root that may add options and plug-ins: its words tell more tools.</summary>
    private async Task ConfigurationAsync()
    {
        foreach (var tool in StackCatalog.All.Configuration.Where(tool => tool.Words.Count > 0 && tool.IsRunBy(text.ToString())).ToList())
        {
            foreach (var path in files.Paths.Where(path => !path.Contains('/', StringComparison.Ordinal) && tool.IsWhole(path)).ToList())
            {
                text.Append(await files.TextAsync(path).ConfigureAwait(false)).Append('\n');
            }

            foreach (var path in (string[])["pyproject.toml", "setup.cfg", "tox.ini"])
            {
                if (tool.Tables.Count > 0 && await files.TextAsync(path).ConfigureAwait(false) is { } mixed)
                {
                    text.Append(TableText.Part(mixed, tool.Tables, [])).Append('\n');
                }
            }
        }
    }

    /// <summary>Lines of a shell, each simple command by itself.</summary>
    private async Task ShellAsync(string lines, string folder)
    {
        text.Append(lines).Append('\n');
        folders.UnionWith(SearchFolders.Of(lines, folder));

        await SubstitutedAsync(lines, folder).ConfigureAwait(false);
        var at = folder;
        foreach (var words in ShellWords.Commands(lines.Replace("\\\n", " ", StringComparison.Ordinal)))
        {
            at = await CommandAsync([.. words.Select(word => word.Text)], at).ConfigureAwait(false);
        }
    }

    private async Task SubstitutedAsync(string lines, string folder)
    {
        foreach (var word in SubstitutedWords.Of(lines).Where(word => Find(word, folder) is not null))
        {
            await FileAsync(word, folder).ConfigureAwait(false);
        }
    }

    /// <summary>One simple command; the answer is the folder of the next one.</summary>
    private async Task<string> CommandAsync(List<string> words, string folder)
    {
        var at = 0;
        while (at < words.Count && (Assigns().IsIn(words[at]) || words[at] is "then" or "do" or "else" or "if" or "!" or "while" or "{"))
        {
            at++;
        }

        if (at >= words.Count)
        {
            return folder;
        }

        var program = words[at];
        if (program == "cd" && at + 1 < words.Count)
        {
            return Join(folder, words[at + 1]);
        }

        await FileAsync(program, folder).ConfigureAwait(false);
        var name = GateTool.Name(program);
        if (name is "npm" or "yarn" or "pnpm" or "bun" || ClosureWords.ScriptRunners.Contains(name, StringComparer.Ordinal))
        {
            await PackageAsync(words, at, folder).ConfigureAwait(false);
        }
        else if (name is "make" or "gmake" or "$(MAKE)" or "${MAKE}")
        {
            await MakeAsync(words, at, folder).ConfigureAwait(false);
        }

        var takesScript = ClosureWords.Interpreters.Contains(name, StringComparer.Ordinal) || PythonTools.IsPython(name);
        for (var index = at + 1; index < words.Count; index++)
        {
            var word = words[index];
            if (word.StartsWith('-'))
            {
                var sign = word.IndexOf('=', StringComparison.Ordinal);
                if (sign > 0)
                {
                    await FileAsync(word[(sign + 1)..], folder).ConfigureAwait(false);
                }
                else if (word is "-c" or "-lc" or "-ec" && name is "sh" or "bash" or "dash" or "zsh" && index + 1 < words.Count)
                {
                    await ShellAsync(words[index + 1], folder).ConfigureAwait(false);
                }
            }
            else if (takesScript || (words[index - 1].StartsWith('-') && !ClosureWords.Looking.Contains(name, StringComparer.Ordinal)))
            {
                // The script of an interpreter, or the value of an option: what a tool is given to judge follows no option.
                var isFile = await FileAsync(word, folder).ConfigureAwait(false);
                takesScript &= !isFile && ClosureWords.Prefixes.Contains(name, StringComparer.Ordinal);
            }
        }

        return folder;
    }

    /// <summary>A word that may name a file of the repository, which is then followed.</summary>
    private async Task<bool> FileAsync(string word, string folder)
    {
        if (Find(word, folder) is not { } path)
        {
            if (word.Length is > 0 and < 300 && word[0] is not ('/' or '-' or '$') && word.AsSpan().ContainsAny('/', '.'))
            {
                // Named, and not there: a change could slip it in.
                awaited.Add(Join(folder, word));
            }

            return false;
        }

        if (NamedFiles.IsTest(path))
        {
            return false;
        }

        await FollowAsync(path).ConfigureAwait(false);
        return true;
    }

    private string? Find(string word, string folder) => NamedFiles.Find(files, word, folder);

    private async Task FollowAsync(string path)
    {
        if (reached.Count >= FileLimit || !reached.Add(path) || await files.TextAsync(path).ConfigureAwait(false) is not { } content)
        {
            return;
        }

        var folder = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
        if (NamedFiles.IsShell(path, content))
        {
            await ShellAsync(content, "").ConfigureAwait(false);
            foreach (Match match in Named().AllIn(content))
            {
                // "$(dirname "$0")/lib.sh": what is named beside the script.
                await FileAsync(match.Groups[1].Value, folder).ConfigureAwait(false);
            }

            return;
        }

        text.Append(content).Append('\n');
        if (Path.GetExtension(path) is ".py" or "" && folder.Length > 0)
        {
            foreach (var module in PythonImports.Names(content))
            {
                await FileAsync($"{module}.py", folder).ConfigureAwait(false);
            }
        }

        foreach (Match match in Literal().AllIn(content))
        {
            var named = match.Groups[1].Value;
            if (Find(named, folder) is { } other && NamedFiles.SameTop(path, other) && !NamedFiles.IsTest(other))
            {
                await FollowAsync(other).ConfigureAwait(false);
            }
        }
    }

    private async Task PackageAsync(List<string> words, int at, string folder)
    {
        var place = Join(folder, "package.json");
        if (await files.TextAsync(place).ConfigureAwait(false) is not { } package)
        {
            return;
        }

        var known = PackageText.Scripts(package);
        foreach (var word in words.Skip(at + 1).Select(word => word.Replace("npm:", "", StringComparison.Ordinal)))
        {
            var name = word is "t" or "tst" ? "test" : word;
            var any = name.EndsWith('*') ? known.Keys.Where(key => key.StartsWith(name[..^1], StringComparison.Ordinal)) : [name];
            foreach (var script in any.SelectMany(key => (string[])[$"pre{key}", key, $"post{key}"]).Where(known.ContainsKey).ToList())
            {
                if (scripts.Add($"{place}#{script}"))
                {
                    await ShellAsync(known[script], folder).ConfigureAwait(false);
                }
            }

            // Also a script that does not exist yet, so that none can be slipped in around the gate.
            if (known.ContainsKey(name))
            {
                scripts.Add($"{place}#pre{name}");
                scripts.Add($"{place}#post{name}");
            }
        }
    }

    private async Task MakeAsync(List<string> words, int at, string folder)
    {
        var asked = words.IndexOf("-C", at) is var option and >= 0 && option + 1 < words.Count ? Join(folder, words[option + 1]) : folder;
        foreach (var name in (string[])["GNUmakefile", "makefile", "Makefile"])
        {
            var path = Join(asked, name);
            if (await files.TextAsync(path).ConfigureAwait(false) is not { } content)
            {
                continue;
            }

            targets.UnionWith(words.Skip(at + 1).Where(word => !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal)));
            var recipes = MakeText.Reached(content, targets);
            if (reached.Add(path) | made.Add(recipes))
            {
                foreach (var other in MakeText.Includes(content))
                {
                    if (await FileAsync(other, asked).ConfigureAwait(false) && Find(other, asked) is { } included)
                    {
                        await ShellAsync(await files.TextAsync(included).ConfigureAwait(false) ?? "", asked).ConfigureAwait(false);
                    }
                }

                await ShellAsync(recipes, asked).ConfigureAwait(false);
                await SubstitutedAsync(MakeText.Expanded(recipes), asked).ConfigureAwait(false);
            }

            return;
        }
    }

    /// <summary>A path below a folder, without <c>.</c> and <c>..</c>.</summary>
    internal static string Join(string folder, string path)
    {
        var parts = new List<string>();
        foreach (var part in (folder + "/" + path).Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part.Length > 0 && part is not ("." or ".."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex(@"^[A-Za-z_]\w*=", RegexOptions.None, 1000)]
    private static partial Regex Assigns();

    [GeneratedRegex(@"(?:\$\(dirname[^)]{0,60}\)""?|\$\{?\w{1,40}\}?""?)/([\w./-]{1,200})", RegexOptions.None, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"['""`]([\w./-]{2,200}\.\w{1,5})['""`]", RegexOptions.None, 1000)]
    private static partial Regex Literal();
}
