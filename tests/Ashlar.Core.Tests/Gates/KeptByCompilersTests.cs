using Ashlar.Core.Gates.Watching;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Tests.Sandboxes;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

/// <summary>What the compiler of TypeScript keeps for its next run where nothing can be written.</summary>
public sealed class KeptByCompilersTests : IDisposable
{
    private readonly SandboxScene scene = new();
    private readonly BubblewrapSandbox? sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs);

    public void Dispose() => scene.Dispose();

    [BubblewrapTheory]
    [InlineData("node_modules/.bin/tsc", "kept.tsbuildinfo", "written\n")]
    [InlineData("node_modules/typescript/bin/vue-tsc.js", "kept.tsbuildinfo", "written\n")]
    [InlineData("node_modules/.bin/tsc", "result.js", "EROFS\n")]
    [InlineData("own/program", "kept.tsbuildinfo", "EROFS\n")]
    public async Task It_goes_to_the_temporary_folder_and_nothing_else_does(string program, string file, string said)
    {
        foreach (var (path, text) in NodeWatch.Files)
        {
            scene.Write($"watch/{path}", text);
        }

        scene.Write(
            program,
            "const fs = require('fs');\ntry { fs.writeSync(fs.openSync(process.argv[2], 'w'), 'x'); console.log('written'); } catch (trouble) { console.log(trouble.code); }\n"
        );

        Assert.Equal(said, await Run($"node --require ./watch/{NodeWatch.Folder}/ashlar-watch.cjs {program} /usr/{file}"));
    }

    /// <summary>From version 7 on the compiler is started by a script that hands its arguments on.</summary>
    [BubblewrapTheory]
    [InlineData("node_modules/.bin/tsc", "--tsBuildInfoFile /usr/kept.tsbuildinfo", "/tmp/kept.tsbuildinfo\n")]
    [InlineData("node_modules/.bin/tsc", "--tsBuildInfoFile /tmp/own/kept.tsbuildinfo", "/tmp/own/kept.tsbuildinfo\n")]
    [InlineData("node_modules/.bin/tsc", "--outFile /usr/kept.tsbuildinfo", "/usr/kept.tsbuildinfo\n")]
    [InlineData("own/program", "--tsBuildInfoFile /usr/kept.tsbuildinfo", "/usr/kept.tsbuildinfo\n")]
    public async Task A_compiler_in_another_process_is_told_to_keep_it_there(string program, string arguments, string told)
    {
        foreach (var (path, text) in NodeWatch.Files)
        {
            scene.Write($"watch/{path}", text);
        }

        scene.Write(program, "console.log(process.argv.at(-1));\n");

        Assert.Equal(
            told,
            await Run($"mkdir -p /tmp/own; TMPDIR=/tmp node --require ./watch/{NodeWatch.Folder}/ashlar-watch.cjs {program} {arguments}")
        );
    }

    private async Task<string> Run(string line) =>
        (await sandbox!.Start(scene.Command(line), CancellationToken.None).Completion).Output.Text;
}
