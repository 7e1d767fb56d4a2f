using Ashlar.Core.Policies;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>Whether a tool may touch a path, decided before any system call on it; and the words of each refusal.</summary>
internal static class PathRules
{
    private const int MostStrikes = 3;

    /// <summary>The path of something to read, or the answer that refuses it. Hidden paths are answered as if they did not exist.</summary>
    public static (string Path, ToolAnswer? Refusal) ForReading(ToolContext context, SafeFiles files, string path)
    {
        var relative = files.Relative(path);
        if (!relative.Ok)
        {
            return ("", ToolAnswer.Refused(relative.Problem, relative.Problem.ToString()));
        }

        return !context.Scope.DecideRead(relative.Value).Allowed ? ("", Missing(context, files, relative.Value))
            : Garbled(files, relative.Value) is { } problem ? ("", ToolAnswer.Refused(problem, problem.ToString()))
            : (relative.Value, null);
    }

    /// <summary>The path of a file to write, or the answer that refuses it and names the rule.</summary>
    public static (string Path, ToolAnswer? Refusal) ForWriting(ToolContext context, SafeFiles files, string path)
    {
        var relative = files.Relative(path);
        if (!relative.Ok)
        {
            var text = $"Not written: {relative.Problem}";
            return relative.Problem.Code == FileProblems.Outside
                ? ("", Strike(context, relative.Problem, text, FileProblems.Outside))
                : ("", ToolAnswer.Refused(relative.Problem, text));
        }

        var target = relative.Value;
        if (target.Length == 0)
        {
            return ("", ToolAnswer.Failed("Not written: the path is the repository itself. Name a file."));
        }

        if (context.KeptByAshlar.Contains(target))
        {
            return (target, Kept(target));
        }

        if (target == ".git" || target.StartsWith(".git/", StringComparison.Ordinal) || target.Split('/').Contains(".git"))
        {
            var problem = new Problem("scope.git", $"{target} belongs to git, which only Ashlar writes") { Path = target };
            return (target, Strike(context, problem, $"Not written: {problem} Ashlar commits.", "built in"));
        }

        if (
            context.Mounts.Shared.Keys.FirstOrDefault(one => target == one || target.StartsWith(one + "/", StringComparison.Ordinal)) is
            { } shown
        )
        {
            var problem = new Problem("scope.shared", $"{target} is shown from the checkout ({shown}) and is read-only") { Path = target };
            return (target, ToolAnswer.Refused(problem, $"Not written: {problem}"));
        }

        var decision = context.Scope.DecideWrite(target, context.Existed(target));
        return decision.Allowed
                ? (target, Garbled(files, target) is { } garbled ? ToolAnswer.Refused(garbled, $"Not written: {garbled}") : null)
            : decision.Rule.IsKept() ? (target, Kept(target))
            : (target, OutOfScope(context, target, decision.Rule));
    }

    /// <summary>The answer about something that is not there, with the names nearest to it.</summary>
    public static ToolAnswer Missing(ToolContext context, SafeFiles files, string path) =>
        ToolAnswer.Failed($"{path} does not exist.{NearestNames.Hint(context.Scope, files, path)}");

    /// <summary>The answer about a file that only Ashlar writes: no error, and it does not count.</summary>
    public static ToolAnswer Kept(string path) =>
        ToolAnswer.Of($"Ashlar keeps {path} and ticks it after verification; the file is unchanged and nothing is missing. Continue.");

    /// <summary>How many attempts on the scope there are with <paramref name="further"/> more, in words.</summary>
    public static string StrikeText(ToolContext context, int further) => $"{context.Memory.ScopeStrikes + further} of {MostStrikes}";

    // Providers' texts come with U+FFFD in place of NUL and of halves of a pair, so such a name is only believed where it exists.
    private static Problem? Garbled(SafeFiles files, string path) =>
        path.Contains('\uFFFD', StringComparison.Ordinal) && files.Stat(path) is { Ok: false, Problem.Code: FileProblems.Missing }
            ? new Problem(FileProblems.InvalidPath, "The path holds a NUL or another character that no file name can have")
            : null;

    private static ToolAnswer OutOfScope(ToolContext context, string path, PolicyRule? rule)
    {
        // What is hidden is not spoken of.
        var source = rule is null or { Kind: "hide" } ? "" : $" ({rule.Describe()})";
        var problem = new Problem("scope.write", $"{path} is outside this task's scope{source}") { Path = path };
        var text =
            $"Not written: {problem.Message}. The file is as before. {StrikeText(context, 1)} before the task stops.\n"
            + $"Do the task inside the scope. If it cannot be done without this file: Escalate kind=scope-extension, paths=[{path}], and say why.";
        return Strike(context, problem, text, rule?.Value ?? "scope");
    }

    private static ToolAnswer Strike(ToolContext context, Problem problem, string text, string rule) =>
        ToolAnswer.Refused(problem, text) with
        {
            Effects = [new ScopeStrike(rule)],
        };
}
