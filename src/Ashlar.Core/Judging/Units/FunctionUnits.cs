using Ashlar.Core.Judging.Emptying;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Judging.Trees;

namespace Ashlar.Core.Judging.Units;

/// <summary>The functions of a file that the change adds, changes or removes.</summary>
internal sealed class FunctionUnits(FilePair file, FileSide before, FileSide after, FunctionPairs pairs)
{
    private readonly BringingBack back = new(before, after, pairs, file.Dialect);

    /// <summary>The units.</summary>
    public IEnumerable<CodeUnit> All()
    {
        for (var at = 0; at < pairs.After.Count; at++)
        {
            if (pairs.AfterTests.Contains(at))
            {
                continue;
            }

            if (IsOwn(at))
            {
                yield return Added(pairs.After[at]);
            }
            else if (pairs.IsChanged(at))
            {
                yield return Changed(pairs.After[at], pairs.Before[pairs.Counterpart[at]]);
            }
        }

        foreach (var at in pairs.Removed.Where(IsOwnRemoved))
        {
            yield return Removed(at);
        }
    }

    /// <summary>Whether an added function is a unit: not where the one around it is, and not an argument without a name.</summary>
    public bool IsOwn(int at) =>
        pairs.Added.Contains(at)
        && !pairs.AfterTests.Contains(at)
        && !pairs.After[at].Is(FunctionTraits.Anonymous)
        && !(pairs.After[at].Parent is >= 0 and var parent && pairs.Added.Contains(parent));

    /// <summary>Whether a removed function is a unit: where its neighbours still are, and it is not only called otherwise now.</summary>
    public bool IsOwnRemoved(int at) =>
        pairs.Removed.Contains(at)
        && !pairs.Before[at].Is(FunctionTraits.Anonymous)
        && !(pairs.Before[at].Parent is >= 0 and var parent && (pairs.Removed.Contains(parent) || !pairs.Counterpart.ContainsValue(parent)))
        && !pairs.Added.Exists(other => pairs.After[other].Whole == pairs.Before[at].Whole)
        && back.Function(at) is not null;

    private CodeUnit Added(CodeFunction function)
    {
        var unit = Unit(function, UnitKind.Added);
        return function.Is(FunctionTraits.Empty)
            ? unit with
            {
                Missing = [new NotMeasured(NotMeasuredReason.AlreadyEmpty, "does nothing already, so it cannot be taken away")],
            }
            : WithWays(unit, Emptied(function)) with
            {
                Altered = AlteredResults.Of(after.Text, function, file.Dialect) is { } edit ? Variant(function, edit) : null,
            };
    }

    private CodeUnit Changed(CodeFunction now, CodeFunction then)
    {
        var variant = Variant($"the base's body of {now.Name}", [Base(now, then), .. back.Needed(before.Text[then.HeadStart..then.End])]);
        var emptied = now.Is(FunctionTraits.Empty) ? null : Emptied(now);
        return WithWays(Unit(now, UnitKind.Changed), new UnitWay(WayKind.Base, [variant]), emptied);
    }

    private CodeUnit Removed(int at)
    {
        var function = pairs.Before[at];
        var needed = back.Needed(before.Text[function.HeadStart..function.End], except: at);
        return WithWays(
            new CodeUnit(file.Path, function.Name, UnitKind.Removed)
            {
                Line = after.Line(back.Function(at)!.Value.Start),
                Size = before.Lines(function.Start, function.End),
            },
            new UnitWay(WayKind.Base, [Variant($"{function.Name} brought back", [back.Function(at)!.Value, .. needed])])
        );
    }

    /// <summary>
    /// The base's body in the head of now, which callers know; with its own head where it names parameters that are gone, or where only the
    /// head changed.
    /// </summary>
    private TextEdit Base(CodeFunction now, CodeFunction then)
    {
        var fits =
            now.Form == then.Form
            && now.Own != then.Own
            && !then.Parameters.Except(now.Parameters, StringComparer.Ordinal).Any()
            && (now.Traits & (FunctionTraits.Async | FunctionTraits.Generator))
                == (then.Traits & (FunctionTraits.Async | FunctionTraits.Generator));
        var edit = fits
            ? new TextEdit(now.BodyStart, now.BodyEnd, before.Text[then.BodyStart..then.BodyEnd])
            : new TextEdit(now.HeadStart, now.End, before.Text[then.HeadStart..then.End]);
        return file.Dialect.Language == SourceLanguage.Python
            ? Indented(edit, fits ? then.BodyStart : then.HeadStart, fits ? now.BodyStart : now.HeadStart)
            : edit;
    }

    /// <summary>Lines of Python as deep as they have to be here.</summary>
    private TextEdit Indented(TextEdit edit, int old, int place)
    {
        var (was, will) = (old - before.LineStart(old), place - after.LineStart(place));
        return was == will
            ? edit
            : edit with
            {
                Text = string.Join(
                    '\n',
                    edit.Text.Split('\n')
                        .Select(
                            (line, at) =>
                                at == 0 || line.Trim().Length == 0 ? line
                                : will > was ? new string(line.TakeWhile(char.IsWhiteSpace).DefaultIfEmpty(' ').First(), will - was) + line
                                : line[Math.Min(was - will, line.TakeWhile(char.IsWhiteSpace).Count())..]
                        )
                ),
            };
    }

    private UnitWay? Emptied(CodeFunction function)
    {
        var edits = BodyEmptying.Of(after.Text, function, file.Dialect);
        return edits.Count == 0 ? null : new UnitWay(WayKind.Emptied, [.. edits.Select(edit => Variant(function, edit))]);
    }

    private Variant Variant(CodeFunction function, BodyEdit edit) =>
        Variant($"{function.Name} {edit.Words}", edit.Edits) with
        {
            Shows = edit.Shows,
            Otherwise = edit.Otherwise is { } other ? Variant(function, other) : null,
        };

    private Variant Variant(string name, IReadOnlyList<TextEdit> edits) => Units.Variant.Of(name, file.Path, after.Text, edits);

    private CodeUnit Unit(CodeFunction function, UnitKind kind) =>
        new(file.Path, function.Name, kind) { Line = after.Line(function.HeadStart), Size = after.Lines(function.HeadStart, function.End) };

    private static CodeUnit WithWays(CodeUnit unit, params UnitWay?[] ways) => unit with { Ways = [.. ways.OfType<UnitWay>()] };
}
