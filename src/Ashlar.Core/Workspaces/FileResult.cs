using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Ashlar.Core.Workspaces;

/// <summary>The outcome of a file operation: a value, or the problem that kept it from happening.</summary>
internal readonly record struct FileResult<T>(T? Value, Problem? Problem)
{
    /// <summary>Whether it worked.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool Ok => Problem is null;

    /// <summary>Success.</summary>
    public static implicit operator FileResult<T>(T value) => new(value, null);

    /// <summary>Trouble.</summary>
    public static implicit operator FileResult<T>(Problem problem) => new(default, problem);
}

/// <summary>The problems that files make, by code.</summary>
internal static class FileProblems
{
    /// <summary>Nothing there.</summary>
    public const string Missing = "file.missing";

    /// <summary>A folder where a file is wanted.</summary>
    public const string Directory = "file.directory";

    /// <summary>Larger than the bound.</summary>
    public const string TooLarge = "file.too-large";

    /// <summary>The path is not one: control characters, too long.</summary>
    public const string InvalidPath = "arg.invalid";

    /// <summary>Outside the worktree.</summary>
    public const string Outside = "scope.outside";

    /// <summary>A symbolic link on the way.</summary>
    public const string Symlink = "scope.symlink";

    /// <summary>A file with several names.</summary>
    public const string HardLink = "scope.hard-link";

    /// <summary>A pipe, socket or device.</summary>
    public const string NotRegular = "scope.not-regular";

    /// <summary>No space left on the disk.</summary>
    public const string DiskFull = "file.disk-full";

    /// <summary>No more files can be opened.</summary>
    public const string TooManyFiles = "machine.exhausted";

    /// <summary>That a path is a folder, or another thing that is not an ordinary file.</summary>
    public static Problem NotOrdinary(string path, FileStamp? stamp) =>
        stamp is { IsDirectory: true }
            ? new Problem(Directory, $"{path} is a folder") { Path = path }
            : new Problem(NotRegular, $"{path} is not an ordinary file but a {stamp?.Kind ?? "device"}") { Path = path };

    /// <summary>The problem behind the last system call's error number.</summary>
    public static Problem Last(string path) => Of(Marshal.GetLastPInvokeError(), path);

    /// <summary>The problem behind an error number.</summary>
    public static Problem Of(int error, string path) =>
        error switch
        {
            Posix.NoEntry => new Problem(Missing, $"{path} does not exist") { Path = path },
            Posix.NotDirectory => new Problem(Missing, $"{path} does not exist: a part of the path is a file") { Path = path },
            Posix.IsDirectory => new Problem(Directory, $"{path} is a folder") { Path = path },
            Posix.Loop => new Problem(Symlink, $"{path} is or crosses a symbolic link, which file tools do not follow") { Path = path },
            Posix.CrossDevice => new Problem(Outside, $"{path} leads outside the repository") { Path = path },
            Posix.NameTooLong => new Problem(InvalidPath, "The path or a name in it is too long"),
            Posix.NoDevice => new Problem(NotRegular, $"{path} is not an ordinary file") { Path = path },
            Posix.Access or Posix.Perm => new Problem("file.denied", $"{path} may not be accessed: permission denied") { Path = path },
            Posix.ReadOnlyFileSystem => new Problem("file.read-only", $"{path} lies on a read-only file system") { Path = path },
            Posix.NoSpace or Posix.Quota => new Problem(DiskFull, $"No space is left for {path}; it is as before") { Path = path },
            Exhaustion.TooMany or Exhaustion.TooManyOnMachine => new Problem(
                TooManyFiles,
                $"{path}: {Marshal.GetPInvokeErrorMessage(error)}"
            )
            {
                Path = path,
                Retryable = true,
                Remedy = "Allow more open files (`ulimit -n 4096`) or close other programs, then do the same again",
            },
            _ => new Problem("file.failed", $"{path}: {Marshal.GetPInvokeErrorMessage(error)}") { Path = path },
        };
}
