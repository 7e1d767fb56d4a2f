using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

/// <summary>
/// Whatever program a command is started by, under whatever name and with whatever options, it reaches no more than any other. The same
/// line without the sandbox reads and writes what it is after.
/// </summary>
public sealed class DisguisedCommandTests : IDisposable
{
    private const string Attack = "#!/bin/sh\necho ran > src/ran\ncat secret/key > src/seen\necho planted >> tests/a.py\n";

    private readonly SandboxScene scene = new();
    private readonly HostSandbox host = new(TimeProvider.System, Machine.Programs);
    private readonly BubblewrapSandbox? sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs);

    /// <summary>Ways to start the attack that do not name it.</summary>
    public static TheoryData<string> Starts =>
        Installed(
            ("sh", "sh src/attack"),
            ("sh", "\"$(ls /lib*/ld-linux*.so.* /lib/ld-musl*.so.* 2>/dev/null | head -n 1)\" /bin/bash src/attack"),
            ("sh", "cp /bin/bash src/ls && src/ls src/attack"),
            ("sh", "ln -s /bin/bash src/cat && src/cat src/attack"),
            ("sh", "/proc/self/root/usr/bin/../bin/bash src/attack"),
            ("sh", "/proc/$$/exe src/attack"),
            ("sh", "b\"\"a's'h src/attack; true"),
            ("sh", ". src/attack"),
            ("sh", "echo c2ggc3JjL2F0dGFjaw== | base64 -d | sh"),
            ("python3", "python3 -c 'import os; os.execv(\"src/attack\", [\"ls\"])'"),
            (
                "python3",
                "python3 -c 'import os; f = os.memfd_create(\"x\"); os.write(f, open(\"/bin/bash\", \"rb\").read()); os.execv(f\"/proc/self/fd/{f}\", [\"x\", \"src/attack\"])'"
            ),
            ("perl", "perl -e 'exec \"src/attack\"'"),
            ("awk", "awk 'BEGIN { system(\"src/attack\") }'"),
            ("awk", "awk 'BEGIN { \"src/attack\" | getline }'"),
            ("find", "find src -name attack -exec {} ';'"),
            ("find", "find src -name attack -execdir sh -c 'cd .. && sh src/attack' ';'"),
            ("env", "env -S 'sh src/attack'"),
            ("env", "env -i A=1 src/attack"),
            ("xargs", "echo src/attack | xargs -n 1 sh"),
            ("timeout", "timeout 60 nice nohup setsid -w src/attack")
        );

    /// <summary>Programs that are harmless without their options.</summary>
    public static TheoryData<string> Options =>
        Installed(
            ("git", "git -c alias.x='!sh src/attack' x"),
            ("git", "git grep --no-index -O'sh src/attack #' planted -- src"),
            ("git", "mkdir src/bin && cp src/attack src/bin/git-x && git --exec-path=\"$PWD/src/bin\" x"),
            ("git", "GIT_EXTERNAL_DIFF='sh src/attack #' git diff --no-index --ext-diff src/attack src/data; true"),
            ("rg", "rg --pre src/attack one src; true"),
            ("sed", "sed -n '1e sh src/attack' src/data"),
            ("tar", "tar -cf src/t -C src data && tar -xf src/t --to-command='sh src/attack'"),
            ("tar", "tar -cf src/t src/data --checkpoint=1 --checkpoint-action=exec='sh src/attack'"),
            ("tar", "tar -cf src/t -I 'sh src/attack #' src/data; true"),
            ("split", "split --filter='sh src/attack' src/data"),
            ("make", "printf 'all:\\n\\tsh src/attack\\n' > src/m && make -f src/m"),
            ("make", "make -f /dev/null --eval 'all: ; sh src/attack'"),
            ("node", "echo 'require(\"child_process\").execSync(\"src/attack\")' > src/x.js && node -r ./src/x.js -e 0"),
            ("pytest", "echo 'import os; os.system(\"src/attack\")' > src/evil.py && PYTHONPATH=src pytest -p evil --version"),
            (
                "pytest",
                "printf '[pytest]\\naddopts = -p evil\\n' > src/x.ini && echo 'import os; os.system(\"src/attack\")' > src/evil.py && PYTHONPATH=src pytest -c src/x.ini --rootdir=src src; true"
            )
        );

    /// <summary>Programs that write by an option, without starting another.</summary>
    public static TheoryData<string> Writers =>
        Installed(
            ("sed", "sed -n 'w tests/a.py' src/data"),
            ("find", "find src -name data -fprintf tests/a.py planted"),
            ("find", "find tests -name a.py -delete"),
            ("sort", "sort -o tests/a.py src/data"),
            ("tar", "tar -cf tests/a.py src/data"),
            ("git", "git diff --no-index --output=tests/a.py src/data src/attack; true"),
            ("tee", "tee -a /proc/self/cwd/tests/a.py < src/data"),
            ("cp", "cp -l --remove-destination src/data tests/a.py"),
            ("perl", "perl -pi -e 's/original/planted/' tests/a.py"),
            ("awk", "awk '{ print > \"tests/a.py\" }' src/data")
        );

    [BubblewrapTheory]
    [MemberData(nameof(Starts))]
    [Trait("case", "SHELL-026")]
    public Task Another_name_or_another_program_reaches_no_more(string line) => AttackIsContained(line);

    [BubblewrapTheory]
    [MemberData(nameof(Options))]
    [Trait("case", "SHELL-028")]
    public Task What_an_option_starts_reaches_no_more(string line) => AttackIsContained(line);

    [BubblewrapTheory]
    [MemberData(nameof(Writers))]
    [Trait("case", "SHELL-028")]
    public async Task What_an_option_writes_stays_in_the_writable_folders(string line)
    {
        Plant();
        await sandbox!.Start(Command(line), default).Completion;

        Assert.Equal("original\n", Target());
        await host.Start(scene.Command(line), default).Completion;
        Assert.NotEqual("original\n", Target());
    }

    public void Dispose()
    {
        scene.Dispose();
    }

    private async Task AttackIsContained(string line)
    {
        Plant();
        var inside = await sandbox!.Start(Command(line), default).Completion;

        Assert.True(File.Exists(At("src/ran")), $"the attack did not start: {inside.Output.Text}");
        Assert.Equal("", await File.ReadAllTextAsync(At("src/seen")));
        Assert.Equal("original\n", Target());

        Plant();
        await host.Start(scene.Command(line), default).Completion;
        Assert.Equal("canary-value", await File.ReadAllTextAsync(At("src/seen")));
        Assert.Contains("planted", Target(), StringComparison.Ordinal);
    }

    private void Plant()
    {
        Directory.Delete(scene.Root, recursive: true);
        scene.Write("tests/a.py", "original\n");
        scene.Write("secret/key", "canary-value");
        scene.Write("src/data", "one\ntwo\n");
        File.SetUnixFileMode(
            scene.Write("src/attack", Attack),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead
        );
    }

    private SandboxCommand Command(string line) =>
        scene.Command(line) with
        {
            Mounts = scene.Mounts with { Writable = ["src"], Hidden = ["secret"] },
        };

    private string? Target() => File.Exists(At("tests/a.py")) ? File.ReadAllText(At("tests/a.py")) : null;

    private string At(string path) => Path.Combine(scene.Root, path);

    private static TheoryData<string> Installed(params IEnumerable<(string Program, string Line)> lines) =>
        [.. lines.Where(line => File.Exists($"/usr/bin/{line.Program}") || File.Exists($"/bin/{line.Program}")).Select(line => line.Line)];
}
