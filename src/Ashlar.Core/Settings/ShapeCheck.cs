using System.Globalization;

namespace Ashlar.Core.Settings;

/// <summary>Holds a YAML tree against its shape and tells all that is wrong, in file order.</summary>
/// <param name="path">The file, for problems.</param>
internal sealed class ShapeCheck(string path)
{
    private readonly List<Problem> problems = [];

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Problem> Problems => problems;

    /// <summary>Lines by dotted place.</summary>
    public Dictionary<string, int> Lines { get; } = new(StringComparer.Ordinal);

    /// <summary>Checks a value.</summary>
    /// <param name="tree">The value.</param>
    /// <param name="shape">What it should look like.</param>
    /// <param name="place">Its dotted place, empty for the whole file.</param>
    /// <param name="example">A line that works.</param>
    public void Check(YamlTree tree, Shape shape, string place, string example)
    {
        Lines.TryAdd(place, tree.Line);
        switch (shape, tree)
        {
            case (_, YamlTree.Scalar { IsNull: true }):
                break;
            case (Shape.Section section, YamlTree.Map map):
                CheckSection(map, section, place);
                break;
            case (Shape.TextOr either, YamlTree.Map map):
                CheckSection(map, either.Map, place);
                break;
            case (Shape.MapOf free, YamlTree.Map map):
                CheckMap(map, free, place, example);
                break;
            case (Shape.ListOf list, YamlTree.List items):
                for (var i = 0; i < items.Items.Count; i++)
                {
                    CheckItem(items.Items[i], list.Item, $"{place}[{i}]", example);
                }

                break;
            case (Shape.TextOr { Scalar: Shape.Text }, YamlTree.Scalar):
                break;
            case (Shape.TextOr either, YamlTree.Scalar scalar):
                CheckScalar(scalar, either.Scalar, place, example);
                break;
            case (not Shape.Section and not Shape.MapOf and not Shape.ListOf, YamlTree.Scalar scalar):
                CheckScalar(scalar, shape, place, example);
                break;
            default:
                WrongType(tree, shape, place, example);
                break;
        }
    }

    private void CheckItem(YamlTree item, Shape shape, string place, string example)
    {
        if (item is YamlTree.Scalar { IsNull: true } or YamlTree.Scalar { Value: "" })
        {
            WrongType(item, shape, place, example);
        }
        else
        {
            Check(item, shape, place, example);
        }
    }

    private void CheckSection(YamlTree.Map map, Shape.Section section, string place)
    {
        CheckDuplicates(map, place);
        foreach (var (key, value) in map.Entries)
        {
            var field = section.Fields.FirstOrDefault(field => string.Equals(field.Name, key.Value, StringComparison.Ordinal));
            if (field is null)
            {
                UnknownKey(key, section, place);
            }
            else if (field.Required && value is YamlTree.Scalar { IsNull: true })
            {
                WrongType(value, field.Shape, Join(place, key.Value), field.Example);
            }
            else
            {
                Check(value, field.Shape, Join(place, key.Value), field.Example);
            }
        }

        var missing = section.Fields.Where(field =>
            field.Required && map.Entries.All(entry => !string.Equals(entry.Key.Value, field.Name, StringComparison.Ordinal))
        );
        foreach (var field in missing)
        {
            Add(
                map,
                "config.missing-key",
                $"`{place}` lacks `{field.Name}`",
                expected: field.Shape.Words,
                remedy: $"Add `{field.Example}`"
            );
        }
    }

    private void CheckMap(YamlTree.Map map, Shape.MapOf free, string place, string example)
    {
        CheckDuplicates(map, place);
        foreach (var (key, value) in map.Entries)
        {
            if (free.VariableNames && !IsVariableName(key.Value))
            {
                Add(
                    key,
                    "config.bad-value",
                    $"`{key.Value}` is not a name of a variable",
                    key.Value,
                    "letters, digits and _, not beginning with a digit",
                    $"Write for example `{example}`"
                );
            }

            CheckItemOfMap(value, free.Value, Join(place, key.Value), example);
        }
    }

    private void CheckItemOfMap(YamlTree value, Shape shape, string place, string example)
    {
        // An empty variable is a value; an empty model name is none.
        if (value is YamlTree.Scalar { IsNull: true } && shape is not Shape.TextOr)
        {
            WrongType(value, shape, place, example);
        }
        else
        {
            Check(value, shape, place, example);
        }
    }

    private void CheckDuplicates(YamlTree.Map map, string place)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, _) in map.Entries)
        {
            if (!first.TryAdd(key.Value, key.Line))
            {
                Add(
                    key,
                    "config.duplicate-key",
                    $"`{Join(place, key.Value)}` is given twice, first in line {first[key.Value]}",
                    remedy: "Keep one of the two"
                );
            }
        }
    }

    private void UnknownKey(YamlTree.Scalar key, Shape.Section section, string place)
    {
        var nearest = Similar.Nearest(key.Value, section.Fields.Select(field => field.Name));
        Add(
            key,
            "config.unknown-key",
            place.Length == 0 ? $"There is no key `{key.Value}`" : $"There is no key `{key.Value}` in `{place}`",
            key.Value,
            nearest ?? string.Join(", ", section.Fields.Select(field => field.Name)),
            nearest is null
                ? $"Remove it; known are {string.Join(", ", section.Fields.Select(field => field.Name))}"
                : $"Write `{nearest}` instead"
        );
    }

    private void CheckScalar(YamlTree.Scalar scalar, Shape shape, string place, string example)
    {
        var fault = shape switch
        {
            Shape.Switch => scalar is { Plain: true, Value: "true" or "false" } ? null : "wrong-type",
            Shape.Choice choice => choice.Values.Contains(scalar.Value, StringComparer.Ordinal) ? null : "bad-value",
            Shape.Number number => NumberFault(scalar, number),
            Shape.Text text => TextKinds.Accepts(text.Kind, scalar.Value) ? null : "bad-value",
            _ => null,
        };
        if (string.Equals(fault, "wrong-type", StringComparison.Ordinal))
        {
            WrongType(scalar, shape, place, example);
        }
        else if (fault is not null)
        {
            var nearest = shape is Shape.Choice choice ? Similar.Nearest(scalar.Value, choice.Values) : null;
            Add(
                scalar,
                "config.bad-value",
                $"`{place}` cannot be `{scalar.Value}`",
                scalar.Value,
                shape.Words,
                nearest is null ? $"Write for example `{example}`" : $"Write `{nearest}` instead"
            );
        }
    }

    private static string? NumberFault(YamlTree.Scalar scalar, Shape.Number number)
    {
        const NumberStyles Styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (!scalar.Plain || !decimal.TryParse(scalar.Value, Styles, CultureInfo.InvariantCulture, out var value))
        {
            return "wrong-type";
        }

        return value < number.Least || value > 1_000_000_000 || (number.Whole && value != decimal.Truncate(value)) ? "bad-value" : null;
    }

    private void WrongType(YamlTree tree, Shape shape, string place, string example) =>
        Add(
            tree,
            "config.wrong-type",
            place.Length == 0 ? "The file is no map of keys" : $"`{place}` has the wrong type",
            tree switch
            {
                YamlTree.List => "a list",
                YamlTree.Map => "a map",
                YamlTree.Scalar { IsNull: true } => "nothing",
                YamlTree.Scalar scalar => scalar.Value,
                _ => null,
            },
            shape.Words,
            $"Write for example `{example}`"
        );

    private void Add(YamlTree at, string code, string message, string? observed = null, string? expected = null, string? remedy = null) =>
        problems.Add(
            new Problem(code, message)
            {
                Path = path,
                Line = at.Line,
                Column = at.Column,
                Observed = observed,
                Expected = expected,
                Remedy = remedy,
            }
        );

    private static bool IsVariableName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => letter == '_' || char.IsAsciiLetterOrDigit(letter));

    private static string Join(string place, string key) => place.Length == 0 ? key : $"{place}.{key}";
}
