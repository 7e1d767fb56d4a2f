using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Seam;

/// <summary>Understands command lines by asking each stack for its own tools.</summary>
/// <param name="stacks">The stacks.</param>
internal sealed class CommandReader(StackSet stacks)
{
    /// <summary>Reads a line. The last simple command whose tool is known decides; without one, the last command.</summary>
    public GateCommand Parse(string line)
    {
        GateCommand? last = null;
        foreach (var command in All(line))
        {
            if (command.Program.Length > 0 && (last is null || command.Tool != StackTool.Unknown || last.Tool == StackTool.Unknown))
            {
                last = command;
            }
        }

        return last ?? new GateCommand(line, StackTool.Unknown, "", []);
    }

    /// <summary>All simple commands of a line, in order.</summary>
    public IEnumerable<GateCommand> All(string line) =>
        GateCommand.Walk(line).Commands.Select(command => One(line, command.Words) with { Folder = command.Folder });

    /// <summary>Reads a line, and where it hides its tool in a script of the repository, that script.</summary>
    /// <param name="line">The line.</param>
    /// <param name="files">The repository.</param>
    public GateCommand Resolve(string line, RepositoryFiles files)
    {
        var command = Parse(line);
        var own = stacks.Of(command.Tool);
        return stacks
                .Where(stack => own is null || own == stack)
                .Select(stack => stack.Behind(command, files))
                .FirstOrDefault(behind => behind is not null)
            ?? (own is null && Hidden(command, files) is { } hidden ? command.Behind(hidden.Tool, hidden.Words) : command);
    }

    /// <summary>The runner behind recipes and shell scripts, where its result can be read although the line hides it.</summary>
    private static GateCommand? Hidden(GateCommand command, RepositoryFiles files) =>
        command.Program.Length == 0
            ? null
            : ReachedCommands.Of(command.Line, files).LastOrDefault(reached => reached.Tool is { IsTest: true, IsReadBehind: true });

    private GateCommand One(string line, IReadOnlyList<ShellWord> words)
    {
        var at = 0;
        while (at < words.Count && IsAssignment(words[at].Text))
        {
            at++;
        }

        if (at < words.Count && words[at].Text is "time" or "exec" or "command")
        {
            at++;
        }

        var first = at;
        at = GateWrapper.Skip(words, at, stacks);
        if (at >= words.Count)
        {
            return new GateCommand(line, StackTool.Unknown, first < words.Count ? words[first].Text : "", []);
        }

        var call = stacks.Recognise(words, at);
        return new GateCommand(line, stacks.Tool(call.Tool), words[at].Text, [.. words.Skip(call.At).Select(word => word.Text)])
        {
            Wrapper = at > first && !GateWrapper.IsTransparent(words[first].Text) ? line[words[first].Start..words[at - 1].End] : null,
            WrapperStart = words[first].Start,
            ToolStart = words[at].Start,
            OptionsAt = words[Math.Min(call.OptionsBehind ?? call.At, words.Count - 1)].End,
        };
    }

    private static bool IsAssignment(string word)
    {
        var sign = word.IndexOf('=', StringComparison.Ordinal);
        return sign > 0 && word[..sign].All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
    }
}
