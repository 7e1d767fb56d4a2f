using System.Globalization;
using Ashlar.EndToEnd.Harness;

namespace Ashlar.EndToEnd.Crash;

/// <summary>A git for the host that counts its calls that change something, and kills the program that called it right after one of them.</summary>
internal sealed class KillingGit
{
    /// <summary>Calls that change the repository or a checkout.</summary>
    public const string Changes =
        "*\" update-ref \"*|*\" symbolic-ref \"*\" refs/\"*|*\" read-tree \"*|*\" commit-tree \"*|*\" write-tree \"*|*\" update-index \"*";

    private readonly string folder;

    /// <summary>Lays it out beside a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="counted">The calls that count, as patterns of the shell.</param>
    public KillingGit(Project project, string counted = Changes)
    {
        folder = Directory.CreateDirectory(project.Beside("killing")).FullName;
        var git = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName, "git");
        var real = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(path => Path.Combine(path, "git")).First(File.Exists);
        File.WriteAllText(
            git,
            $"""
            #!/bin/sh
            '{real}' "$@"
            status=$?
            case " $* " in
            {counted})
              exec 9> '{folder}/lock'
              flock 9
              echo x >> '{folder}/count'
              [ "$(wc -l < '{folder}/count')" = "$(cat '{folder}/at')" ] && kill -9 $PPID
              ;;
            esac
            exit $status

            """
        );
        File.SetUnixFileMode(git, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>How many calls changed something.</summary>
    public int Count => File.ReadAllLines(Path.Combine(folder, "count")).Length;

    /// <summary>A command that finds it, and is killed after a change counted from 1; 0 for never.</summary>
    public AshlarCommand Kill(AshlarCommand command, int at)
    {
        File.WriteAllText(Path.Combine(folder, "at"), at.ToString(CultureInfo.InvariantCulture));
        File.WriteAllText(Path.Combine(folder, "count"), "");
        return command.With("PATH", $"{folder}/bin:{Environment.GetEnvironmentVariable("PATH")}");
    }
}
