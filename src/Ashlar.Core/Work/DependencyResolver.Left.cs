namespace Ashlar.Core.Work;

/// <content>What statements leave out, and what they name in several places.</content>
internal sealed partial class DependencyResolver
{
    /// <summary>Applies what a statement says without what it leaves out; where it denies something that is not understood, it does not bind.</summary>
    private void ApplyBinding(DependencyStatement statement, List<TaskDraft> owners)
    {
        if (DependencyNegation.Split(statement.Value) is { } parts && !NamesOnlyTitles(statement.Value))
        {
            if (parts.Left.Length > 0 && !Leave(statement with { Value = parts.Left }, owners))
            {
                Warn(statement, statement.Value);
                return;
            }

            statement = statement with { Value = parts.Binding };
        }

        ApplyWhole(statement, owners);
    }

    // Whether a text that is left out names tasks and nothing else; they are remembered.
    private bool Leave(DependencyStatement statement, List<TaskDraft> owners)
    {
        _named = [];
        if (DependencyPhrase.NamesOnlyTasks(statement.Value) || NamesOnlyTitles(statement.Value))
        {
            ApplyWhole(statement, owners);
        }

        _left.UnionWith(_named);
        var any = _named.Count > 0;
        _named = null;
        return any;
    }

    // A number that lists under several headings count by, said outside of them.
    private void WarnOfSeveral(DependencyStatement statement, DependencyReference reference, TaskDraft owner)
    {
        if (
            reference.Noun is DependencyNoun.None or DependencyNoun.Task
            && _targets.LinesOf(reference.From, owner) is { Count: > 0 } lines
            && _named is null
        )
        {
            _list.Problems.Add(
                new Problem(
                    "tasks.duplicate-id",
                    $"the number {reference.From} is given twice: lines {string.Join(" and ", lines)}; the dependency on it may bind to another task than is meant"
                )
                {
                    Path = _path,
                    Line = statement.Line + 1,
                    Observed = Short(statement.Value),
                    Warning = true,
                    Remedy = $"Give the tasks ids of their own, such as T1, or write the id that `ashlar tasks list {_path}` shows",
                }
            );
        }
    }

    private bool NamesOnlyTitles(string text) =>
        _targets.OfTask(text) is not null || Parts(text).All(part => _targets.OfTask(part) is not null || _targets.OfTitle(part).Any());

    private static IEnumerable<string> Parts(string text) =>
        text.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Trim('*', '`', '.', ' ', '"'));

    private void Add(DependencyStatement statement, List<TaskDraft> owners, IEnumerable<TaskDraft> targets)
    {
        if (_named is { } named)
        {
            named.AddRange(targets);
        }
        else
        {
            _edges.Add(statement, owners, _left.Count == 0 ? targets : targets.Except(_left));
        }
    }
}
