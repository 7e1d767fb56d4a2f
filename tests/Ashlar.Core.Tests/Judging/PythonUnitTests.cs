using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Units;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Judging;

public sealed class PythonUnitTests
{
    private const string Ledger = """
        "The ledger."
        import os

        RATES = {
            "USD": 1,
            "EUR": 2,
        }


        def total(items):
            "The sum."
            return round(sum(items), 2)


        class Ledger:
            limit = 3

            def add(self, item):
                self.items.append(item)

        """;

    [Fact]
    public async Task Added_changed_and_removed_functions_and_lines_outside_are_units()
    {
        var after = Ledger
            .Replace("return round(sum(items), 2)", "return sum(items)", StringComparison.Ordinal)
            .Replace("    \"EUR\": 2,\n", "    \"EUR\": 3,\n", StringComparison.Ordinal)
            .Replace(
                "    def add(self, item):\n        self.items.append(item)\n",
                "    def drop(self, item):\n        self.items.remove(item)\n",
                StringComparison.Ordinal
            );

        var units = await Change.Of("ledger.py", Ledger, after);

        Assert.Equal(["Changed total", "Added Ledger.drop", "Hunk line 6", "Hunk what was at line 18"], units.Shown());
        Assert.Equal(
            ["the base's body of total", "total returns nothing", "total returns the empty value of what it returned"],
            units[0].Ways.SelectMany(way => way.Variants).Select(variant => variant.Name)
        );
        Assert.Equal([WayKind.Base, WayKind.Emptied], units[0].Ways.Select(way => way.Kind));
        Assert.Equal(after.Replace("return sum(items)", "return round(sum(items), 2)", StringComparison.Ordinal), units[0].Texts()[0]);
        Assert.Equal(after.Replace("return sum(items)", "return None", StringComparison.Ordinal), units[0].Texts()[1]);
        // What has no result keeps its text: a test that only reads that minds nothing.
        Assert.Equal(
            [after.Replace("self.items.remove(item)", "return None\n        self.items.remove(item)", StringComparison.Ordinal)],
            units[1].Texts()
        );
        Assert.Equal([after.Replace("\"EUR\": 3", "\"EUR\": 2", StringComparison.Ordinal)], units[2].Texts());
        Assert.All(
            units.SelectMany(unit => unit.Ways).SelectMany(way => way.Variants),
            variant => Assert.True(variant.IsParsed, variant.Name)
        );
    }

    [Theory]
    [InlineData("    return round(sum(items), 2)", "    # cents\n    return round(sum(items), 2)")]
    [InlineData("\"The sum.\"", "\"The sum of all.\"")]
    [InlineData("def total(items):", "def total(items: list[float]) -> float:")]
    [InlineData("round(sum(items), 2)", "round(\n        sum(items),\n        2,\n    )")]
    [InlineData("{\n    \"USD\": 1,\n    \"EUR\": 2,\n}", "{'USD': 1, 'EUR': 2}")]
    [InlineData("import os\n", "import os\nimport re\n")]
    [InlineData("import os\n", "import os\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import re\n")]
    [InlineData("\"The ledger.\"", "\"The ledger.\"\n\n\n")]
    public async Task What_has_no_effect_is_no_unit(string old, string changed) =>
        Assert.Empty(await Change.Of("ledger.py", Ledger, Ledger.Replace(old, changed, StringComparison.Ordinal)));

    [Fact]
    public async Task An_empty_value_has_the_type_of_what_was_returned()
    {
        const string Code = """
            from __future__ import annotations

            def rows(n):
                return [n] * n


            async def later(n):
                return str(n)


            class Box:
                @property
                def size(self):
                    return 7

                @staticmethod
                def names():
                    return {"a": 1}

            """;

        var units = await Change.Of("box.py", null, Code);
        var said = units
            .Select(unit => unit.Texts()[1])
            .Select(text => Evaluate(text, "rows(2), asyncio.run(later(3)), Box().size, Box.names(), Box().names()"));

        Assert.Equal(
            [
                "([], '3', 7, {'a': 1}, {'a': 1})",
                "([2, 2], '', 7, {'a': 1}, {'a': 1})",
                "([2, 2], '3', 0, {'a': 1}, {'a': 1})",
                "([2, 2], '3', 7, {}, {})",
            ],
            said
        );
    }

    [Fact]
    public async Task A_status_is_no_result_and_a_generator_stays_one()
    {
        var units = await Change.Of(
            "app.py",
            null,
            "def main(argv):\n    print(argv)\n    return 0\n\n\ndef each():\n    yield 1\n\n\ndef is_new(x):\n    if x:\n        return True\n    return False\n"
        );

        Assert.Equal(["main returns nothing", "main only returns 0"], units[0].Ways[0].Variants.Select(variant => variant.Name));
        Assert.Equal("[]", Evaluate(units[1].Texts()[0], "list(each())"));
        Assert.Contains("def is_new(x):\n    return False\n", units[2].Texts()[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_made_anew_keeps_its_numbers_and_loses_its_texts()
    {
        const string Code = """
            class Page:
                def __init__(self, text):
                    self.text, self.parts, self.status = text, [text], 200


            def page():
                return Page("total: 3")

            """;

        var unit = (await Change.Of("app.py", null, Code)).Single(unit => unit.Name == "page");

        Assert.Equal("('', [], 200)", Evaluate(unit.Texts()[1], "(lambda p: (p.text, p.parts, p.status))(page())"));
    }

    [Fact]
    public async Task What_holds_numbers_alone_loses_them()
    {
        const string Code = """
            from dataclasses import dataclass


            @dataclass(frozen=True)
            class Point:
                x: int
                y: float
                known: bool


            def point():
                return Point(3, 2.5, True)

            """;

        var unit = (await Change.Of("app.py", null, Code)).Single(unit => unit.Name == "point");

        Assert.Equal("(0, 0.0, False)", Evaluate(unit.Texts()[1], "(lambda p: (p.x, p.y, p.known))(point())"));
    }

    [Fact]
    public async Task A_body_that_is_empty_already_cannot_be_taken_away()
    {
        var units = await Change.Of(
            "app.py",
            null,
            "def export_csv(rows):\n    \"Rows.\"\n    return \"\"\n\n\ndef hook():\n    pass\n\n\ndef summary():\n    return {\"tax\": None, \"rows\": []}\n"
        );

        Assert.Equal(["Added export_csv", "Added hook", "Added summary"], units.Shown());
        Assert.All(units, unit => Assert.Equal(NotMeasuredReason.AlreadyEmpty, Assert.Single(unit.Missing).Reason));
        Assert.All(units, unit => Assert.Empty(unit.Ways));
    }

    [Fact]
    public async Task A_body_that_only_raises_the_same_error_is_a_stub_and_one_whose_error_tells_what_it_was_given_is_not()
    {
        var units = await Change.Of(
            "app.py",
            null,
            "def export(rows):\n    \"Rows.\"\n    raise NotImplementedError(\"export\")\n\n\ndef refuse(name):\n    raise KeyError(name)\n"
        );

        Assert.Equal(NotMeasuredReason.AlreadyEmpty, Assert.Single(units[0].Missing).Reason);
        Assert.Empty(units[0].Ways);
        Assert.NotEmpty(units[1].Ways);
    }

    [Fact]
    public async Task The_innermost_changed_function_is_the_unit()
    {
        const string Code =
            "def outer():\n    def one():\n        return 1\n\n    def two():\n        return 2\n\n    return one() + two()\n";

        Assert.Equal(
            ["Changed outer.two"],
            (await Change.Of("app.py", Code, Code.Replace("return 2", "return 3", StringComparison.Ordinal))).Shown()
        );
        Assert.Equal(["Added outer"], (await Change.Of("app.py", "", Code)).Shown());
    }

    [Fact]
    public async Task A_base_body_brings_back_what_only_the_base_has()
    {
        const string Before =
            "import os\nimport math\n\n\ndef helper(x):\n    return math.floor(x)\n\n\ndef total(items):\n    return helper(math.fsum(items))\n";
        const string After = "import os\n\n\ndef total(items):\n    return sum(items)\n";

        var unit = (await Change.Of("app.py", Before, After)).Single(unit => unit.Kind == UnitKind.Changed);

        Assert.Equal("3", Evaluate(unit.Texts()[0], "total([1.5, 2])"));
    }

    /// <summary>A function that gives a thing a method of its own, and returns it, is not emptied by the same thing with that method.</summary>
    [Fact]
    public async Task A_result_loses_the_methods_that_were_put_on_it()
    {
        const string Before =
            "class Field:\n    def __init__(self, name):\n        self.name = name\n        self.auto_id = f'id_{name}'\n\n    def show(self):\n        return 'plain'\n\n\n";
        const string Code = Before + "def bold(field):\n    field.show = lambda: 'bold'\n    return field\n";

        var unit = (await Change.Of("app.py", Before, Code)).Single(unit => unit.IsFunction);

        Assert.Equal("bold", Evaluate(Code, "bold(Field('a')).show()"));
        Assert.Equal("plain", Evaluate(unit.Texts()[1], "bold(Field('a')).show()"));
    }

    /// <summary>A table that is taken out makes whoever comes by crash; an empty one shows who looks at what it holds.</summary>
    [Theory]
    [InlineData("RATES = {\n    'a': 1,\n    'b': f(2),\n}\n", "RATES = {}\n", "RATES is empty")]
    [InlineData("NAMES: list[str] = ['a']  # of people\n", "NAMES: list[str] = []  # of people\n", "NAMES is empty")]
    [InlineData("ONE, = 1,\nTWO = 3\n", null, null)]
    [InlineData("LIMIT = 30\nTITLE = f'{LIMIT} x'\n", "LIMIT = 0\nTITLE = ''\n", "LIMIT, TITLE are empty")]
    [InlineData("ON = True\n", "ON = False\n", "ON is empty")]
    [InlineData("LOWEST = -1.5\n", "LOWEST = 0.0\n", "LOWEST is empty")]
    [InlineData("ALL = {n for n in range(3)}\nPAIRS = (1, 2)\n", "ALL = set()\nPAIRS = ()\n", "ALL, PAIRS are empty")]
    [InlineData("class Sizes:\n    small = 1\n    names = ['a']\n", null, null)]
    [InlineData("NONE = None\nZERO = 0\nEMPTY = {}\n", null, null)]
    [InlineData("LOG = logger()\n", null, null)]
    [InlineData("RATES = {'a': 1}\nRATES.update(b=2)\n", null, null)]
    public async Task A_new_value_outside_functions_is_emptied_like_a_result(string lines, string? emptied, string? name)
    {
        const string Code = "import os\n\n\ndef total(items):\n    return sum(items)\n\n\n";

        var unit = Assert.Single(await Change.Of("app.py", Code, Code + lines));

        Assert.Equal(
            [emptied is null ? Code.TrimEnd() : Code + emptied],
            unit.Texts().Select(text => emptied is null ? text.TrimEnd() : text)
        );
        Assert.Equal(name is null ? WayKind.Base : WayKind.Emptied, Assert.Single(unit.Ways).Kind);
        Assert.True(name is null || name == unit.Ways[0].Variants[0].Name, unit.Ways[0].Variants[0].Name);
    }

    [Fact]
    public async Task A_changed_value_is_as_the_base_has_it_and_then_emptied_and_a_row_of_a_table_is_taken_out()
    {
        const string Code = "LIMIT = 3\nRATES = {\n    'a': 1,\n}\n\n\ndef total(items):\n    return sum(items)\n";

        var changed = Assert.Single(await Change.Of("app.py", Code, Code.Replace("= 3", "= 4", StringComparison.Ordinal)));
        var row = Assert.Single(
            await Change.Of("app.py", Code, Code.Replace("'a': 1,\n", "'a': 1,\n    'b': 2,\n", StringComparison.Ordinal))
        );

        Assert.Equal([WayKind.Base, WayKind.Emptied], changed.Ways.Select(way => way.Kind));
        Assert.Equal([Code, Code.Replace("= 3", "= 0", StringComparison.Ordinal)], changed.Texts());
        Assert.Equal([Code], row.Texts());
    }

    [Fact]
    public async Task Routes_decorators_and_classes_without_methods_are_hunks()
    {
        const string Before = "@app.get(\"/old\")\ndef page():\n    return render()\n";

        var route = await Change.Of("app.py", Before, Before.Replace("/old", "/new", StringComparison.Ordinal));
        var type = await Change.Of("app.py", Before, "class ExportError(Exception):\n    pass\n\n\n" + Before);

        Assert.Equal(["Hunk line 1"], route.Shown());
        Assert.Equal([Before], route[0].Texts());
        Assert.Equal(["Hunk lines 1–2"], type.Shown());
        Assert.DoesNotContain("ExportError", type[0].Texts()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_moved_deleted_or_no_code_is_a_unit()
    {
        var moved = await Change.Of([new ChangedFile("old.py", Ledger, null), new ChangedFile("new/ledger.py", null, Ledger)]);
        var deleted = await Change.Of("gone.py", Ledger, null);
        var added = await Change.Of("schema.sql", null, "create table t (a int);\n");

        Assert.Equal(["File the file"], moved.Shown());
        Assert.Equal(Ledger, moved[0].Ways[0].Variants[0].Files["old.py"]);
        Assert.Null(moved[0].Ways[0].Variants[0].Files["new/ledger.py"]);
        Assert.Equal("each function of new/ledger.py is emptied", moved[0].Ways[1].Variants.Single().Name);
        Assert.Equal("None", Evaluate(moved[0].Ways[1].Variants[0].Files["new/ledger.py"]!, "total([1])"));
        Assert.Equal(Ledger, deleted.Single().Texts().Single());
        Assert.Null(added.Single().Ways[0].Variants[0].Files["schema.sql"]);
    }

    private static string Evaluate(string code, string expression)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["code.py"], $"{code}\nimport asyncio\nprint(({expression}))\n");
        var (ok, output) = Change.Run("python3", "-I", folder["code.py"]);
        Assert.True(ok, output);
        return output.Trim();
    }
}
