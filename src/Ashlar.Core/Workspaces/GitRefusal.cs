namespace Ashlar.Core.Workspaces;

/// <summary>Why git does not work in a directory, in git's own words, with what git itself says to do about it.</summary>
internal static class GitRefusal
{
    /// <summary>The problem.</summary>
    /// <param name="directory">Where git was asked.</param>
    /// <param name="error">What it said.</param>
    public static Problem Of(string directory, string error)
    {
        var lines = error.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        var at = lines.FindIndex(line => line.StartsWith("fatal: ", StringComparison.Ordinal));
        // What is found is on the next line where the sentence ends with a colon.
        var reason =
            at < 0 ? null : lines[at]["fatal: ".Length..] + (lines[at].EndsWith(':') && at + 1 < lines.Count ? $" {lines[at + 1]}" : "");
        // The path that git looked for is not the directory's own lack of a repository: a pointer to it leads nowhere.
        var isNone = reason is null || (reason.StartsWith("not a git repository (or ", StringComparison.Ordinal) && !HasPointer(directory));
        if (isNone)
        {
            return new Problem("repository.none", $"{directory} is not in the work tree of a git repository")
            {
                Remedy = "Run `git init` there, or give -C DIR",
            };
        }

        // Git writes the command that helps on a line of its own, such as "git config --global --add safe.directory /repo".
        var command = lines.Find(line => line.StartsWith("git ", StringComparison.Ordinal));
        if (GitGround.Of(directory) is { Root: var root } && !System.IO.Path.Exists(System.IO.Path.Combine(root, ".git")))
        {
            var outside = System.IO.Path.GetDirectoryName(root)!;
            var checkout = System.IO.Path.Combine(outside, $"{System.IO.Path.GetFileNameWithoutExtension(root)}-checkout");
            return new Problem("repository.refused", $"{directory} is a git directory without a checkout")
            {
                Path = directory,
                Remedy = System.IO.Path.GetFileName(root) is ".git"
                    ? $"Work in its checkout: -C {outside}"
                    : $"Make a checkout with `git -C {root} worktree add --detach {checkout}` and work there: -C {checkout}",
            };
        }

        return new Problem("repository.refused", $"git does not work in {directory}: {ShownText.Line(reason!)}")
        {
            Path = directory,
            Remedy = command is not null
                ? $"If you trust it: `{ShownText.Line(command)}`"
                : $"Put it right until `git -C {directory} rev-parse --show-toplevel` names the work tree",
        };
    }

    private static bool HasPointer(string directory) => File.Exists(System.IO.Path.Combine(directory, ".git"));
}
