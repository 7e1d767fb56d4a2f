using System.Text.RegularExpressions;
using Ashlar.Core.Tests.Settings;
using Xunit;

namespace Ashlar.Core.Tests;

/// <summary>
/// Plain file calls follow links. In rooms that work on folders which commands write, each file of the source that makes such calls is on a list
/// with what they are for; everything else goes through opened folders.
/// </summary>
public sealed partial class FileCallTests
{
    private static readonly string[] Rooms = ["Sandboxes", "Workspaces", "Tools", "Stacks", "Gates", "Runs"];

    // Beside a name: what the paths are. None of them lies below a folder that a command can write.
    private static readonly Dictionary<string, string> OnList = new(StringComparer.Ordinal)
    {
        ["Stacks/Python/PythonStore.cs"] = "the user's packages",
        ["Tools/ServerStore.cs"] = "the store of fetched packages",
        ["Sandboxes/Host/HostSockets.cs"] = "/proc and sockets of the host",
        ["Sandboxes/Mounts/InstalledModules.cs"] = "the user's packages",
        ["Gates/Inputs/RunnerShadows.cs"] = "a resource",
        ["Gates/VisibleObjects.cs"] = "Ashlar's own objects and index",
        ["Stacks/Jvm/MavenStore.cs"] = "the user's packages",
        ["Stacks/Jvm/GradleScripts.cs"] = "a script of the user",
        ["Stacks/Jvm/GradleStore.cs"] = "the user's packages",
        ["Gates/Watching/RunnerWatch.cs"] = "what Ashlar lays out before any command",
        ["Gates/Watching/WatchKeys.cs"] = "keys before their command begins",
        ["Gates/Watching/WatchText.cs"] = "a resource",
        ["Runs/Replays/ImportedObjects.cs"] = "the replay's folder",
        ["Sandboxes/Mounts/PackageStores.cs"] = "the user's packages, and a look at a cache",
        ["Runs/Replays/ArchiveManifest.cs"] = "archives",
        ["Runs/Replays/ArchiveReader.cs"] = "archives",
        ["Gates/Inputs/CheckedOutFiles.cs"] = "a new folder of Ashlar",
        ["Runs/Planning/HiddenFiles.cs"] = "the run's folder",
        ["Workspaces/TreeSecrets.cs"] = "an index of Ashlar",
        ["Sandboxes/Mounts/UserPlaces.cs"] = "the user's folders",
        ["Runs/Starts/SharedPaths.cs"] = "the user's checkout",
        ["Sandboxes/Mounts/SocketCovers.cs"] = "a look at a socket",
        ["Sandboxes/Host/Standstill.cs"] = "what the kernel says of a process",
        ["Sandboxes/Isolation/BubblewrapSandbox.cs"] = "/dev/null",
        ["Sandboxes/Commands/CommandPipes.cs"] = "the ends of pipes",
        ["Sandboxes/Commands/CommandWatch.cs"] = "/proc and control groups",
        ["Sandboxes/Host/FolderLinks.cs"] = "folders on PATH",
        ["Workspaces/PushGround.cs"] = "the run's folder, and the repository's git directory",
        ["Sandboxes/Mounts/GitText.cs"] = "the repository's git directory",
        ["Sandboxes/Host/HostAccounts.cs"] = "/etc",
        ["Sandboxes/Host/HostPrograms.cs"] = "folders on PATH",
        ["Sandboxes/Host/HostRoute.cs"] = "the way to programs of the host",
        ["Sandboxes/Isolation/HostSandbox.cs"] = "/dev/null, a new HOME",
        ["Sandboxes/Networks/NetworkHolder.cs"] = "/dev/null",
        ["Sandboxes/Commands/OutputCapture.cs"] = "output files in folders of Ashlar",
        ["Sandboxes/Kernel/PathStubs.cs"] = "an opened folder, by its descriptor",
        ["Sandboxes/Commands/PrivateFolder.cs"] = "the parts of a private folder, which commands see as mounts",
        ["Sandboxes/Commands/ProcessCage.cs"] = "control groups",
        ["Sandboxes/Host/ProcessSpawn.cs"] = "/proc",
        ["Sandboxes/Kernel/ProcessSweep.cs"] = "/proc",
        ["Sandboxes/Kernel/ProcessTree.cs"] = "/proc",
        ["Sandboxes/Host/ProgramOutput.cs"] = "/dev/null",
        ["Sandboxes/Isolation/SandboxProbe.cs"] = "/proc",
        ["Sandboxes/Isolation/SandboxSelfTest.cs"] = "a test of Ashlar's own",
        ["Sandboxes/Mounts/SystemMounts.cs"] = "the system",
        ["Sandboxes/Host/ToolRoots.cs"] = "the user's tools",
        ["Sandboxes/Mounts/WorktreeMounts.cs"] = "a look at what is mounted, and the git directory",
        ["Workspaces/CheckoutIndex.cs"] = "the repository's git directory",
        ["Workspaces/CheckoutMove.cs"] = "the repository's git directory",
        ["Workspaces/ContentFolder.cs"] = "contents that Ashlar keeps",
        ["Workspaces/FolderRemoval.cs"] = "a look at the folder above",
        ["Workspaces/GitFilters.cs"] = "the repository's git directory",
        ["Workspaces/GitGround.cs"] = "the way to a repository",
        ["Workspaces/GitObstacle.cs"] = "a look into git directories, before git",
        ["Workspaces/EndlessFiles.cs"] = "a look at the kinds of files",
        ["Workspaces/SecretObjects.cs"] = "the repository's objects",
        ["Workspaces/TreeCopy.cs"] = "the new folder",
        ["Workspaces/Checkouts.cs"] = "git directories, and the pointers to them",
        ["Runs/Starts/FreeBranch.cs"] = "a look whether a checkout is there",
        ["Workspaces/WorkTreeIndex.cs"] = "indexes of Ashlar, and a look at a name",
        ["Workspaces/Worktree.cs"] = "a new worktree, and the git directory",
        ["Tools/BashTool.cs"] = "artifacts",
        ["Tools/OwnFolder.cs"] = "a new private folder",
        ["Tools/ReadTool.cs"] = "artifacts",
        ["Gates/AttemptFolder.cs"] = "a new folder of Ashlar",
        ["Gates/GateAttempt.cs"] = "the output file, which lies beside what commands write",
        ["Gates/GateCheckout.cs"] = "index and git directory beside the checkout",
        ["Gates/GateGitDirectory.cs"] = "the git directory beside the checkout",
        ["Gates/GateSeed.cs"] = "the seed's own folder",
        ["Stacks/Interpreters/Interpreter.cs"] = "programs that Ashlar lays out",
        ["Gates/Integrity/PythonTestText.cs"] = "a resource",
        ["Runs/Records/FolderClaims.cs"] = "locks",
        ["Runs/Records/StopRequest.cs"] = "the run's folder",
        ["Runs/Starts/ContinuedWork.cs"] = "the checkout, before any command",
        ["Runs/Starts/Containment.cs"] = "the self-test",
        ["Runs/Starts/DefinitionBytes.cs"] = "definitions in the checkout, before any command",
        ["Runs/Places/PreviousWorktree.cs"] = "a look at a worktree",
        ["Runs/Records/FileLock.cs"] = "locks",
        ["Runs/Execution/FinalCheck.cs"] = "the run's folder",
        ["Runs/Planning/GateParts.cs"] = "the run's folder",
        ["Runs/Places/InPlaceCheckout.cs"] = "the run's folder",
        ["Runs/Records/CrashCleanup.cs"] = "the git directory",
        ["Runs/Records/FolderAnswers.cs"] = "the run's folder",
        ["Runs/Reviewing/ReviewWorkspace.cs"] = "a new folder of Ashlar",
        ["Runs/Landings/HandedDocuments.cs"] = "an index of Ashlar, in scratch space",
        ["Runs/Landings/Rebase.cs"] = "indexes of Ashlar",
        ["Runs/Execution/Reopening.cs"] = "a look at a worktree",
        ["Runs/Records/FolderRecord.cs"] = "the run's folder",
        ["Runs/Records/FolderStore.cs"] = "the state folder",
        ["Runs/Execution/RunHost.cs"] = "the checkout, before any command",
        ["Runs/Records/FolderLock.cs"] = "the run's folder",
        ["Runs/Planning/RunPlanner.cs"] = "the checkout, before any command",
        ["Runs/Planning/RecordedDefinitions.cs"] = "definitions that a person named",
        ["Runs/Starts/CheckoutChecks.cs"] = "the checkout, before any command",
        ["Runs/Starts/StartChecks.cs"] = "the checkout, before any command",
        ["Runs/Starts/UnsharedFiles.cs"] = "a look at the checkout, before any command",
        ["Runs/Starts/StartPaths.cs"] = "words of the command line",
        ["Runs/Places/TaskCommands.cs"] = "the home of set-up commands, in scratch space",
        ["Runs/Places/TaskMounts.cs"] = "the run's folder, and a look at what is mounted",
        ["Runs/Places/TaskScratch.cs"] = "scratch space",
        ["Runs/Planning/GateTrial.cs"] = "the run's folder",
        ["Runs/Starts/HookNotes.cs"] = "the user's checkout",
        ["Runs/Starts/RunRepository.cs"] = "a look at the checkout",
        ["Stacks/Ruby/RubyReport.cs"] = "a resource",
        ["Stacks/Rust/CargoSources.cs"] = "the user's own settings of cargo, before any command",
        ["Tools/SharedFile.cs"] = "a look at what is shared",
        ["Workspaces/CommitSigning.cs"] = "the run's folder",
        ["Workspaces/GitRefusal.cs"] = "a look at a pointer",
        ["Workspaces/LargeFiles.cs"] = "the repository's git directory, and a look at a file",
        ["Workspaces/Repository.cs"] = "a look at the checkout",
        ["Workspaces/SubmoduleFiles.cs"] = "the repository's git directory, and a new worktree before any command",
        ["Runs/Handoffs/PullRequest.cs"] = "the run's folder",
        ["Runs/Replays/RecordedRepository.cs"] = "the replay's folder",
        ["Runs/Replays/ReplayPlace.cs"] = "the replay's folder",
        ["Runs/Replays/ImportedRun.cs"] = "a folder of its own",
        ["Runs/Replays/RunArchive.cs"] = "archives",
        ["Sandboxes/Host/StateGround.cs"] = "a look at the state folder",
        ["Workspaces/LargeFileFilter.cs"] = "contents that git hands to Ashlar",
        ["Workspaces/LargeFileStore.cs"] = "contents beside the repository's objects",
    };

    [Fact]
    public void Plain_file_calls_are_made_only_where_no_command_writes()
    {
        var code = Rooms.SelectMany(room => SourceTree.Code($"src/Ashlar.Core/{room}")).ToList();

        Assert.Equal(
            OnList.Keys.Order(StringComparer.Ordinal),
            code.Where(file => Calls(file.Text)).Select(file => file.Path["src/Ashlar.Core/".Length..]).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_worktree_is_never_named_in_a_plain_file_call() =>
        Assert.Equal(
            ["Runs/Places/TaskMounts.cs", "Sandboxes/Mounts/WorktreeMounts.cs"],
            Rooms
                .SelectMany(room => SourceTree.Code($"src/Ashlar.Core/{room}"))
                .Where(file => BelowRoot().IsMatch(file.Text))
                .Select(file => file.Path["src/Ashlar.Core/".Length..])
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Files_are_read_only_where_they_are_ordinary_ones()
    {
        Assert.Equal(
            [],
            SourceTree
                .Code("src")
                .Where(file => Path.GetFileName(file.Path) is not ("OrdinaryFile.cs" or "FolderLock.cs") && Waiting().IsMatch(file.Text))
                .Select(file => file.Path)
        );
        Assert.Matches(Waiting(), "var a = File.ReadAllText(path);");
        Assert.Matches(Waiting(), "new FileStream(path, FileMode.Open, FileAccess.Read)");
        Assert.Matches(Waiting(), "new StreamReader(path)");
    }

    [Fact]
    public void The_rule_sees_calls()
    {
        Assert.True(Calls("var a = File.ReadAllText(path);"));
        Assert.True(Calls("if (new FileInfo(path).Exists)"));
        Assert.False(Calls("Posix.Directory; ChangedFile.Lines(x); file.Path"));
        Assert.Matches(BelowRoot(), "File.Exists(Path.Combine(mounts.Root, name))");
    }

    // Opens a file by its name to read it, and waits for ever where that is a pipe.
    [GeneratedRegex(
        @"(?<![\w.])(?:System\.IO\.)?File\.(?:Read\w+|OpenRead|OpenText)\(|FileMode\.Open,\s*FileAccess\.Read\b|new StreamReader\(\s*(?:path|file|name|""|Path\.|[\w.]*Path\b|[\w.]*PathOf\()",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Waiting();

    private static bool Calls(string text) => Call().IsMatch(text);

    [GeneratedRegex(
        @"(?<![\w.])(?:System\.IO\.)?(?:OrdinaryFile|File|Directory)\.(?:Exists|Delete|Move|Copy|Open\w*|Read\w*|Write\w*|Append\w*|Create\w*|Enumerate\w*|Get\w+|Set\w+|Replace)\(|new (?:FileInfo|DirectoryInfo|FileStream|StreamReader|StreamWriter)\(",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Call();

    // Only looks at what is there (a folder or not) are left, for mounts that are opened without following a link.
    [GeneratedRegex(
        @"(?:(?<![\w.])(?:OrdinaryFile|File|Directory)\.\w+|new (?:FileInfo|DirectoryInfo))\(\s*(?:System\.IO\.)?Path\.Combine\(\s*(?:[\w.]*mounts\.Root|[\w.]*[wW]orkspace\.Root|started\.Worktree|[\w.]*Mounts\.PrivateFolder)\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex BelowRoot();
}
