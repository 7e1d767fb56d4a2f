using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Tests.Runs;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

/// <summary>A bubblewrap that quietly leaves a layer out: the real one, started with fewer arguments than it was given.</summary>
public sealed class MissingLayerTests : IDisposable
{
    private const string Wrapper = """
        #!/usr/bin/python3
        import os, sys

        def without(words, option, end=None, size=1):
            for at, word in enumerate(words):
                if word == option and (end is None or words[at + size - 1].endswith(end)):
                    return without(words[:at] + words[at + size:], option, end, size)
            return words

        given = sys.argv[1:]
        if given[:1] == ["--args"]:
            words = open(int(given[1]), "rb", closefd=False).read().decode().split("\0")[:-1]
            LESS
            file = os.memfd_create("arguments", 0)
            os.write(file, b"".join(word.encode() + b"\0" for word in words))
            os.lseek(file, 0, os.SEEK_SET)
            given[1] = str(file)
        os.execv("REAL", ["bwrap", *given])
        """;

    private readonly RunRoom room = new();
    private readonly SandboxScene scene = new();

    [BubblewrapFact]
    public async Task With_all_layers_the_sandbox_is_taken() => await ProveAsync("pass");

    [BubblewrapTheory]
    [InlineData("words = without(words, '--unshare-net')", "connect to a port of the host")]
    [InlineData("words = without(words, '--seccomp', size=2)", "make a user namespace")]
    [InlineData(
        "words = without(words, '--ro-bind-fd', '/kept/tests', 3); words = without(words, '--ro-bind', '/kept/tests', 3)",
        "write to a read-only path"
    )]
    [InlineData(
        "words = without(words, '--ro-bind-fd', '/kept/tests', 3); words = without(words, '--ro-bind', '/kept/tests', 3)",
        "rename the folder above a read-only path"
    )]
    [InlineData(
        "words = ['--bind' if word == '--ro-bind' else word for word in words] + ['--bind', OUT, OUT]",
        "write outside the worktree"
    )]
    [InlineData("words += ['--bind', OUT, OUT]", "connect to a local socket of the host")]
    [InlineData("words = without(words, '--unshare-pid'); words += ['--dev-bind', '/proc', '/proc']", "read the environment of Ashlar")]
    [Trait("case", "SHELL-035")]
    public async Task A_layer_that_is_missing_is_named_and_nothing_starts(string less, string attempt)
    {
        var trouble = await Assert.ThrowsAsync<ProblemException>(() => ProveAsync(less));

        Assert.Equal(("sandbox.weak", 2), (trouble.Problems[0].Code, trouble.ExitStatus));
        Assert.Contains(attempt, trouble.Message, StringComparison.Ordinal);
        Assert.NotNull(trouble.Problems[0].Remedy);
    }

    public void Dispose()
    {
        room.Dispose();
        scene.Dispose();
    }

    private async Task ProveAsync(string less)
    {
        var text = Wrapper
            .Replace("LESS", less, StringComparison.Ordinal)
            .Replace("OUT", $"'{room.Folder.ScratchPath}/self-test/outside'", StringComparison.Ordinal)
            .Replace("REAL", Machine.Programs.Bubblewrap!.Path, StringComparison.Ordinal);
        var program = Path.Combine(scene.Private, "bwrap");
        await File.WriteAllTextAsync(program, text);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var programs = HostPrograms.Find($"{scene.Private}:{Machine.Programs.SearchPath}", [], null);
        Assert.Equal(program, programs.Bubblewrap?.Path);
        var sandbox = BubblewrapSandbox.Find(TimeProvider.System, programs)!;
        await Containment.ProveAsync(sandbox, room.Folder);
    }
}
