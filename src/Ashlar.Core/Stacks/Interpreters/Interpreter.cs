using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Interpreters;

/// <summary>
/// The Python in which a project's imports work. It need not be the first on PATH: a version manager's bare Python often shadows the one
/// that has the packages.
/// </summary>
/// <param name="Path">The program, absolute, as commands see it.</param>
/// <param name="Version">Its version, such as <c>3.11.2</c>.</param>
public sealed record Interpreter([property: Structure] string Path, string Version)
{
    private static readonly string[] Tools = ["pytest", "coverage", "black", "isort", "flake8", "mypy", "ruff"];

    /// <summary>Modules that the project imports and this Python has.</summary>
    public IReadOnlyList<string> Present { get; init; } = [];

    /// <summary>Modules that the project imports and this Python does not have.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Tools that it can run as modules (<c>python -m pytest</c>).</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Tools that are beside it as programs of its own.</summary>
    public IReadOnlyList<string> Programs { get; init; } = [];

    /// <summary>Whether it is what <c>python3</c> and <c>python</c> on PATH are; nothing has to be put in front of PATH then.</summary>
    public bool IsFirstOnPath { get; init; }

    /// <summary>
    /// Writes programs that run this Python under the names <c>python</c>, <c>python3</c>, <c>pytest</c> and those of the tools it has. Standing first on
    /// PATH they make a command line, a Makefile and the model's own Bash use it as written.
    /// </summary>
    /// <param name="folder">A folder that no command can write: <c>bin</c> of <see cref="SandboxMounts.Provided"/>.</param>
    public void WritePrograms(string folder)
    {
        Directory.CreateDirectory(folder);
        var python = ShellWords.Quote(Path);
        Write(folder, "python", $"exec {python} \"$@\"");
        Write(folder, "python3", $"exec {python} \"$@\"");
        var beside = System.IO.Path.GetDirectoryName(Path);
        foreach (var tool in Modules)
        {
            Write(
                folder,
                tool,
                Programs.Contains(tool, StringComparer.Ordinal)
                    ? $"exec {python} {ShellWords.Quote($"{beside}/{tool}")} \"$@\""
                    : $"exec {python} -m {tool} \"$@\""
            );
        }
    }

    /// <summary>Finds the Python that has most of the project's imports; null where there is none at all.</summary>
    /// <param name="sandbox">Where it is looked for, so that what is found is what gates will have.</param>
    /// <param name="mounts">The checkout and shared folders.</param>
    /// <param name="imports">Top-level modules from outside that the project imports.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="CommandStartException">The sandbox does not start.</exception>
    public static async Task<Interpreter?> FindAsync(
        ISandbox sandbox,
        SandboxMounts mounts,
        IReadOnlyList<string> imports,
        CancellationToken cancellationToken
    )
    {
        var wanted = imports.Where(name => name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_')).ToList();
        var command = new SandboxCommand
        {
            Line = InterpreterProbe.Line([.. wanted], Tools),
            Mounts = mounts,
            WorkingDirectory = mounts.ShownRoot,
            Timeout = TimeSpan.FromSeconds(60),
            Limits = new CommandLimits { OutputHead = 256 * 1024 },
        };
        var outcome = await sandbox.RunAsync(command, cancellationToken).ConfigureAwait(false);
        var found = InterpreterProbe.Read(outcome.Output.Text, wanted);
        // Without the runner of the tests nothing can be judged, however many optional modules a Python has.
        var best = found
            .OrderBy(python => python.Missing.Contains("pytest", StringComparer.Ordinal))
            .ThenBy(python => python.Missing.Count)
            .FirstOrDefault();
        return best is null ? null : best with { IsFirstOnPath = ReferenceEquals(best, found.Find(python => python.IsFirstOnPath)) };
    }

    private static void Write(string folder, string name, string line)
    {
        // Whole or not at all: commands of a run that is being resumed may look for it already.
        var path = System.IO.Path.Combine(folder, name);
        var fresh = $"{path}.new";
        File.WriteAllText(fresh, $"#!/bin/sh\n{line}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(fresh, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        File.Move(fresh, path, overwrite: true);
    }
}
