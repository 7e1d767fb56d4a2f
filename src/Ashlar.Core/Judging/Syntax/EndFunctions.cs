namespace Ashlar.Core.Judging.Syntax;

/// <summary>Reads the functions of Ruby, Elixir and Lua, whose blocks end with <c>end</c>.</summary>
internal sealed class EndFunctions
{
    private readonly SourceTokens tokens;
    private readonly SourceDialect dialect;
    private readonly SourceLanguage language;
    private readonly OutlineBuilder outline;
    private readonly Stack<Block> open = new();
    private bool isBroken;

    private EndFunctions(SourceTokens tokens, SourceDialect dialect)
    {
        this.tokens = tokens;
        this.dialect = dialect;
        language = dialect.Language;
        outline = new OutlineBuilder(tokens, dialect);
    }

    /// <summary>The outline of a file.</summary>
    public static CodeOutline Read(SourceTokens tokens, SourceDialect dialect)
    {
        var reader = new EndFunctions(tokens, dialect);
        for (var at = 0; at < tokens.Count; at++)
        {
            reader.Step(at);
        }

        return reader.open.Count > 0 || reader.isBroken
            ? new CodeOutline { Error = "blocks and ends do not match", Tokens = tokens }
            : reader.outline.Build();
    }

    private bool IsName(int at) =>
        tokens.IsAny(at - 1, ".", "&.", "::", "def") || tokens.Is(at + 1, ":") && language != SourceLanguage.Ruby;

    private void Step(int at)
    {
        if (!tokens.IsWord(at) || IsName(at))
        {
            return;
        }

        switch (tokens[at])
        {
            case "def" or "defp" or "defmacro" or "defmacrop" when language != SourceLanguage.Lua:
                Definition(at);
                break;
            case "class" or "module" when language == SourceLanguage.Ruby:
            case "defmodule" or "defimpl" or "defprotocol" when language == SourceLanguage.Elixir:
                open.Push(new Block(at, ScopeName(at)));
                break;
            case "function" when language == SourceLanguage.Lua:
                Function(at);
                break;
            case "begin" or "case" when language == SourceLanguage.Ruby:
            case "if" or "unless" or "while" or "until" or "for" when language == SourceLanguage.Ruby && BeginsStatement(at):
                open.Push(new Block(at, null) { IsLoop = tokens.IsAny(at, "while", "until", "for") });
                break;
            case "if" or "do" or "while" or "for" when language == SourceLanguage.Lua:
                if (!(tokens.Is(at, "do") && open.TryPeek(out var loop) && loop.IsLoop && !loop.HasDo))
                {
                    open.Push(new Block(at, null) { IsLoop = tokens.IsAny(at, "while", "for") });
                }
                else
                {
                    loop.HasDo = true;
                }

                break;
            case "repeat" when language == SourceLanguage.Lua:
                open.Push(new Block(at, null));
                break;
            case "until" when language == SourceLanguage.Lua:
                Close(at);
                break;
            case "do":
                Do(at);
                break;
            case "fn" when language == SourceLanguage.Elixir:
                open.Push(new Block(at, null));
                break;
            case "end":
                Close(at);
                break;
            case "import" or "alias" or "use" or "require" when language == SourceLanguage.Elixir && tokens.IsFirstOfLine(at):
            case "require" or "require_relative" when language == SourceLanguage.Ruby && tokens.IsFirstOfLine(at):
                outline.Add(RegionKind.Import, at, LineLast(at));
                break;
            case "local" when language == SourceLanguage.Lua && tokens.Is(at + 2, "=") && tokens.Is(at + 3, "require"):
                outline.Add(RegionKind.Import, at, LineLast(at));
                break;
        }
    }

    private void Do(int at)
    {
        if (language == SourceLanguage.Elixir)
        {
            // A module's or function's own `do` is the first behind it.
            if (open.TryPeek(out var own) && own.Name is not null && !own.HasDo)
            {
                own.HasDo = true;
                own.Body = at + 1;
                return;
            }
        }
        else if (language == SourceLanguage.Ruby && open.TryPeek(out var loop) && loop.IsLoop && !loop.HasDo && SameLine(loop.At, at))
        {
            loop.HasDo = true;
            return;
        }

        open.Push(new Block(at, null));
    }

    private void Definition(int at)
    {
        if (language == SourceLanguage.Elixir)
        {
            ElixirDefinition(at);
            return;
        }

        var name = at + 1;
        var self = tokens.IsWord(name) && tokens.Is(name + 1, ".");
        name += self ? 2 : 0;
        var sign = !tokens.IsWord(name);
        var behind = name + 1;
        while (sign && behind < tokens.Count && !tokens.Is(behind, "(") && !tokens.IsFirstOfLine(behind))
        {
            behind++;
        }

        if (tokens.Is(behind, "=") && tokens.All[behind].Start == tokens.All[behind - 1].End)
        {
            behind++;
        }

        var text = tokens.Joined(name, behind).Replace(" ", "", StringComparison.Ordinal);
        var parameters = behind;
        if (tokens.Is(behind, "(") && tokens.Pair(behind) > 0)
        {
            behind = tokens.Behind(behind);
            parameters++;
        }
        else
        {
            while (behind < tokens.Count && !tokens.IsFirstOfLine(behind) && !tokens.IsAny(behind, ";", "="))
            {
                behind = tokens.Behind(behind);
            }
        }

        var full = Scoped((self ? "self." : "") + text);
        if (tokens.Is(behind, "=") && !tokens.IsFirstOfLine(behind))
        {
            var end = new ScriptNames(tokens).ExpressionEnd(behind + 1);
            outline.Add(
                new FunctionDraft(full, at, at, behind + 1, end, end - 1)
                {
                    Form = BodyForm.Expression,
                    Parameters = Names(parameters, behind),
                }
            );
            return;
        }

        open.Push(
            new Block(at, full)
            {
                Body = behind,
                IsFunction = true,
                Parameters = Names(parameters, behind),
                Traits = text == "initialize" ? FunctionTraits.Constructor : FunctionTraits.None,
            }
        );
    }

    private void ElixirDefinition(int at)
    {
        var name = at + 1;
        var end = tokens.Is(name + 1, "(") ? tokens.Behind(name + 1) : name + 1;
        while (
            end < tokens.Count
            && !tokens.Is(end, "do")
            && !IsShort(end)
            && !(tokens.IsFirstOfLine(end) && !tokens.Is(end, "when") && !LineText.GoesOn(tokens, end))
        )
        {
            end = tokens.Behind(end);
        }

        var count = tokens.Is(name + 1, "(") ? Names(name + 2, tokens.Pair(name + 1)).Count : 0;
        var full = Scoped($"{tokens[name]}/{count}");
        if (IsShort(end))
        {
            var body = end + (tokens.All[end].Kind == TokenKind.Text ? 1 : 2);
            var last = new ScriptNames(tokens).ExpressionEnd(body);
            if (last > body)
            {
                outline.Add(new FunctionDraft(full, at, at, body, last, last - 1) { Form = BodyForm.Expression });
            }
        }
        else if (tokens.Is(end, "do"))
        {
            open.Push(
                new Block(at, full)
                {
                    IsFunction = true,
                    Traits = tokens[at].StartsWith("defmacro") ? FunctionTraits.Bound : FunctionTraits.None,
                }
            );
        }
    }

    /// <summary><c>, do: value</c>.</summary>
    private bool IsShort(int at) =>
        (tokens.Is(at, "do") && tokens.Is(at + 1, ":")) || (at < tokens.Count && tokens[at].SequenceEqual("do:"));

    private void Function(int at)
    {
        var name = at + 1;
        while (name < tokens.Count && !tokens.Is(name, "("))
        {
            name++;
        }

        var named = tokens.Joined(at + 1, name).Replace(" ", "", StringComparison.Ordinal);
        var first = tokens.Is(at - 1, "local") ? at - 1 : at;
        if (named.Length == 0 && tokens.Is(at - 1, "=") && tokens.IsWord(at - 2))
        {
            var target = at - 2;
            while (tokens.IsAny(target - 1, ".", ":") && tokens.IsWord(target - 2))
            {
                target -= 2;
            }

            named = tokens.Joined(target, at - 1).Replace(" ", "", StringComparison.Ordinal);
        }

        open.Push(
            new Block(first, named.Length > 0 ? Scoped(named) : null)
            {
                Body = tokens.Behind(name),
                IsFunction = true,
                Parameters = Names(name + 1, tokens.Pair(name)),
            }
        );
    }

    private void Close(int at)
    {
        if (!open.TryPop(out var block))
        {
            isBroken = true;
        }
        else if (block is { IsFunction: true, Body: > 0 })
        {
            if (block.Name is null)
            {
                outline.AddInner(block.Body, at);
                return;
            }

            outline.Add(
                new FunctionDraft(block.Name, block.At, block.At, block.Body, at, at)
                {
                    Parameters = block.Parameters,
                    Traits = block.Traits,
                }
            );
        }
        else if (block.Name is not null)
        {
            var head = language == SourceLanguage.Elixir ? block.Body - 1 : LineLast(block.At);
            outline.Add(RegionKind.Structure, block.At, Math.Max(head, block.At));
            outline.Add(RegionKind.Structure, at, at);
        }
    }

    /// <summary>Whether the word begins a statement or value, and is none put behind one.</summary>
    private bool BeginsStatement(int at)
    {
        if (tokens.IsFirstOfLine(at))
        {
            return true;
        }

        var before = at - 1;
        return tokens.All[before].Kind == TokenKind.Sign
            ? !tokens.IsAny(before, ")", "]", "}")
            : tokens.IsAny(before, "then", "else", "do", "and", "or", "not", "begin", "ensure", "rescue");
    }

    private bool SameLine(int from, int to)
    {
        for (var at = from + 1; at <= to; at++)
        {
            if (tokens.IsFirstOfLine(at))
            {
                return false;
            }
        }

        return true;
    }

    private int LineLast(int at)
    {
        while (at + 1 < tokens.Count && !tokens.IsFirstOfLine(at + 1) && !tokens.Is(at + 1, ";"))
        {
            at++;
        }

        return at;
    }

    private string ScopeName(int at)
    {
        var last = at + 1;
        while (tokens.IsAny(last + 1, "::", ".") && tokens.IsWord(last + 2) && !tokens.IsFirstOfLine(last + 2))
        {
            last += 2;
        }

        return tokens.Joined(at + 1, last + 1).Replace(" ", "", StringComparison.Ordinal);
    }

    private string Scoped(string name) =>
        string.Join(
            '.',
            open.Reverse().Where(block => block is { Name: not null, IsFunction: false }).Select(block => block.Name).Append(name)
        );

    private List<string> Names(int from, int until)
    {
        var found = new List<string>();
        for (var at = from; at < until; at = tokens.Behind(at))
        {
            var isFirst = at == from || tokens.IsAny(at - 1, ",", "*", "&", "|");
            if (isFirst && (tokens.IsWord(at) || tokens[at].EndsWith(":")))
            {
                found.Add(tokens[at].TrimEnd(':').ToString());
            }
            else if (isFirst && !tokens.IsAny(at, "*", "&", ".", ","))
            {
                found.Add("");
            }
        }

        return found;
    }

    private sealed record Block(int At, string? Name)
    {
        public int Body { get; set; }

        public bool HasDo { get; set; }

        public bool IsLoop { get; init; }

        public bool IsFunction { get; init; }

        public FunctionTraits Traits { get; init; }

        public IReadOnlyList<string> Parameters { get; init; } = [];
    }
}
