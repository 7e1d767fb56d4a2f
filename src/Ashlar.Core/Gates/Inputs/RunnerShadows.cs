using System.Text;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>
/// Files of a change that are where a runner, its plug-ins, its dependencies or the standard library are looked for first: the runner
/// would be the change's own.
/// </summary>
/// <param name="before">The task base's files.</param>
/// <param name="now">The files of the tree.</param>
/// <param name="gates">What the gates reach.</param>
/// <param name="world">Where Python is asked what it has.</param>
internal sealed class RunnerShadows(TreeFiles before, TreeFiles now, IReadOnlyList<GateClosure> gates, GateWorld world)
{
    private static readonly string[] PythonWords =
    [
        "python",
        "python3",
        "pytest",
        "py.test",
        "tox",
        "nox",
        "flake8",
        "mypy",
        "black",
        "isort",
        "ruff",
        "pylint",
        "coverage",
        "manage.py",
    ];
    private static readonly string[] DataFolders = ["fixtures", "__fixtures__", "testdata"];

    /// <summary>One finding for each such file.</summary>
    /// <exception cref="CommandStartException">The sandbox does not start.</exception>
    public async Task<IReadOnlyList<Finding>> FindingsAsync(
        IReadOnlyList<FileChange> changes,
        IntegrityAllowance allowance,
        CancellationToken cancellationToken
    )
    {
        var findings = new List<Finding>();
        var modules = new Dictionary<string, string>(StringComparer.Ordinal);
        var isPython = gates.Any(gate => gate.IsOpaque || new JudgingTool("", PythonWords, []).IsRunBy(gate.Text));
        var roots = isPython ? Roots() : [];
        foreach (var file in changes.Where(file => file.Kind != ChangeKind.Deleted && !allowance.NamesFile(file.Path)))
        {
            if (ByName(file.Path) is { } what)
            {
                findings.Add(Finding(file.Path, what));
            }
            else if (isPython)
            {
                foreach (var root in roots)
                {
                    if (Module(file.Path, root) is { } module)
                    {
                        modules.TryAdd(module, file.Path);
                    }
                }
            }
        }

        if (modules.Count > 0)
        {
            var known = await KnownAsync(cancellationToken).ConfigureAwait(false);
            findings.AddRange(
                modules
                    .Where(module => known.Contains(module.Key))
                    .Select(module =>
                        Finding(
                            module.Value,
                            $"is found before the installed module `{module.Key}`, which the tests' runner or Python itself needs"
                        )
                    )
            );
        }

        return findings;
    }

    /// <summary>What loads itself or is found first by its name alone.</summary>
    private string? ByName(string path)
    {
        var parts = path.Split('/');
        if (parts.SkipLast(1).Any(part => DataFolders.Contains(part, StringComparer.Ordinal)))
        {
            return null;
        }

        var name = parts[^1];
        if (parts.Contains("node_modules", StringComparer.Ordinal))
        {
            return "stands where node looks for the tests' runner and its packages";
        }

        if (parts.Any(part => part is "site-packages" or "dist-packages" or "__pypackages__" or ".venv" or "venv") || name == "pyvenv.cfg")
        {
            return "stands in the environment in which gates run";
        }

        if (
            parts.Any(part => part.EndsWith(".dist-info", StringComparison.Ordinal) || part.EndsWith(".egg-info", StringComparison.Ordinal))
        )
        {
            return "tells Python which plug-ins to load";
        }

        if (parts.Any(part => part.Split('.')[0] is "sitecustomize" or "usercustomize"))
        {
            return "is run by every Python before anything else";
        }

        if (parts.Contains("__pycache__", StringComparer.Ordinal))
        {
            return "is run in place of the source that it was made from";
        }

        var folder = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
        return
            !before.Paths.Contains(path)
            && gates.FirstOrDefault(gate => gate.SearchFolders.Contains(folder) && HasWord(gate, name)) is { } gate
            ? $"is found before the program of that name that the gate \"{gate.Gate}\" runs"
            : null;
    }

    private static bool HasWord(GateClosure gate, string name) =>
        name is "sh" or "bash" or "env" or "python" or "python3" or "node" or "git" || new JudgingTool("", [name], []).IsRunBy(gate.Text);

    /// <summary>Folders on Python's path: the root, usual source folders, those that commands name, and those of tests.</summary>
    private HashSet<string> Roots()
    {
        var roots = new HashSet<string>(StringComparer.Ordinal) { "", "src", "lib" };
        foreach (var path in now.Paths.Where(path => path.EndsWith(".py", StringComparison.Ordinal)))
        {
            var slash = path.LastIndexOf('/');
            var folder = slash < 0 ? "" : path[..slash];
            if (
                path[(slash + 1)..] is "manage.py" or "conftest.py"
                || (StackCatalog.All.IsTest(path) && !now.Paths.Contains($"{folder}/__init__.py"))
            )
            {
                roots.Add(folder);
            }
        }

        foreach (var gate in gates)
        {
            roots.UnionWith(gate.SearchFolders);
            foreach (
                var word in gate.Text.Split([' ', '\n', '"', '\'', '=', ',', '[', ']', ':', ';'], StringSplitOptions.RemoveEmptyEntries)
            )
            {
                var folder = ClosureReader.Join("", word);
                if (folder.Length is > 0 and < 100 && folders.Value.Contains(folder))
                {
                    roots.Add(folder);
                }
            }
        }

        return roots;
    }

    private readonly Lazy<HashSet<string>> folders = new(() =>
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in now.Paths)
        {
            for (var slash = path.LastIndexOf('/'); slash > 0 && all.Add(path[..slash]); slash = path.LastIndexOf('/', slash - 1)) { }
        }

        return all;
    });

    /// <summary>The top-level module that a file makes or belongs to below a root and that the base does not have there; null for none.</summary>
    private string? Module(string path, string root)
    {
        if (root.Length > 0 && !path.StartsWith(root + "/", StringComparison.Ordinal))
        {
            return null;
        }

        var rest = root.Length == 0 ? path : path[(root.Length + 1)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var prefix = root.Length == 0 ? "" : root + "/";
        if (slash < 0)
        {
            var name = rest.Split('.')[0];
            return rest.EndsWith(".py", StringComparison.Ordinal) && !before.Paths.Contains(path) ? name
                : Path.GetExtension(rest) is ".so" or ".pyd" or ".pyc" ? name
                : null;
        }

        var package = $"{prefix}{rest[..slash]}/__init__.py";
        return now.Paths.Contains(package) && !before.Paths.Contains(package) ? rest[..slash] : null;
    }

    /// <summary>The standard library, the runners, their plug-ins and what these need, as the gates' Python has them.</summary>
    private async Task<HashSet<string>> KnownAsync(CancellationToken cancellationToken)
    {
        const string Mark = "ashlar-modules\t";
        var python = world.Python is { } known ? ShellWords.Quote(known.Path) : "python3";
        using var folder = AttemptFolder.Empty(world.Mounts);
        var outcome = await world
            .Sandbox.RunAsync(
                new SandboxCommand
                {
                    // An environment within the checkout is not here; its standard library and runner are named by any Python.
                    Line = $"{python} -I -c {ShellWords.Quote(Script())} || python3 -I -c {ShellWords.Quote(Script())}",
                    Mounts = folder.Mounts,
                    WorkingDirectory = world.Mounts.ShownRoot,
                    Timeout = TimeSpan.FromMinutes(1),
                    Limits = new CommandLimits { OutputHead = 256 * 1024 },
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        var line = outcome.Output.Text.Split('\n').FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal));
        return line is null
            ? throw new CommandStartException($"python3 does not tell its modules: {FailureText.LastLine(outcome.Output.Text)}")
            : [.. line[Mark.Length..].Trim().Split(',', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static string Script()
    {
        using var stream = typeof(RunnerShadows).Assembly.GetManifestResourceStream("modules_of.py")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static Finding Finding(string path, string what) =>
        new($"shadow:{path}", $"{path}  {what}")
        {
            Path = path,
            Rule = "judge-input",
            Way = WayOut.Justify,
        };
}
