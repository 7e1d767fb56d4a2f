using Ashlar.Core.Judging.Units;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Judging;

public sealed class ScriptUnitTests
{
    private const string Shapes = """
        import fs from "node:fs";
        const re = /[/"'`{]/g, half = 4 / 2;
        export function plain(a, b = "}") { return `${a}{${[b].map((x) => { return x; })}`; }
        export const arrow = (a) => a + 1;
        export const block = async (a) => { return [a]; };
        const bare = x => ({ x });
        module.exports.named = function () { return "a"; };
        exports.other = async function* () { yield 1; };
        class Ledger extends Map {
          #items = [];
          static count = 0;
          field = () => { return this.#items; };
          constructor(a) { super(a); this.a = a; }
          get size() { return this.#items.length; }
          set size(v) { this.v = v; }
          static async make() { return new Ledger(); }
          *[Symbol.iterator]() { yield* this.#items; }
          "quoted name"(a) { return a; }
        }
        const api = {
          list() { return [1]; },
          get total() { return 2; },
          find: async (id) => { return { id }; },
          nested: { deep(a) { return a; } },
        };
        export default function () { return 1; }
        """;

    [Theory]
    [InlineData("app.mjs", "export function free(slots) {\n  throw new Error('not implemented');\n}\n")]
    [InlineData("app.mjs", "export const free = (slots) => {\n  throw new Error('not implemented')\n};\n")]
    [InlineData("App.cs", "class App { int Free(int slots) => throw new NotImplementedException(); }\n")]
    [InlineData("App.cs", "class App { int Free(int slots) { throw new NotImplementedException(); } }\n")]
    [InlineData("app.rb", "def free(slots)\n  raise NotImplementedError\nend\n")]
    public async Task A_body_that_only_throws_the_same_error_is_a_stub(string path, string code)
    {
        var unit = (await Change.Of(path, null, code)).Single(unit => unit.IsFunction);

        Assert.Equal(NotMeasuredReason.AlreadyEmpty, Assert.Single(unit.Missing).Reason);
        Assert.Empty(unit.Ways);
    }

    [Theory]
    [InlineData("app.mjs", "export function refuse(name) {\n  throw new RangeError(`no ${name}`);\n}\n")]
    [InlineData("app.mjs", "export function free(slots) {\n  if (slots.length) throw new Error('none');\n  return 1;\n}\n")]
    [InlineData("app.rb", "def free(slots)\n  raise ArgumentError unless slots\nend\n")]
    public async Task An_error_that_depends_on_what_is_given_is_work(string path, string code) =>
        Assert.NotEmpty((await Change.Of(path, null, code)).Single(unit => unit.IsFunction).Ways);

    [Fact]
    public async Task Functions_of_every_shape_are_found()
    {
        var units = await Change.Of(
            "app.mjs",
            null,
            Shapes
                .Replace("module.exports.named", "globalThis.named", StringComparison.Ordinal)
                .Replace("exports.other", "globalThis.other", StringComparison.Ordinal)
        );

        Assert.Equal(
            [
                "plain",
                "arrow",
                "block",
                "bare",
                "globalThis.named",
                "globalThis.other",
                "Ledger.field",
                "Ledger.constructor",
                "Ledger.size",
                "Ledger.size=",
                "Ledger.make",
                "Ledger.[ Symbol . iterator ]",
                "Ledger.quoted name",
                "api.list",
                "api.total",
                "api.find",
                "api.nested.deep",
                "default",
            ],
            units.Where(unit => unit.Kind == UnitKind.Added).Select(unit => unit.Name)
        );
        WellFormed("app.mjs", [.. units.Where(unit => unit.Kind == UnitKind.Added)]);
    }

    [Fact]
    public async Task Types_elements_and_generics_do_not_confuse()
    {
        const string Code = """
            import { type Row } from "./row";
            interface Shape { area(): number; name: string }
            type Make = (a: { b: string }) => void;
            declare module "x" { function y(): void; }
            export const Cell = ({ row, on }: { row: Row; on: (r: Row) => void }): JSX.Element => {
              const [open, setOpen] = useState<{ a: number }>({ a: 1 });
              return <div onClick={() => { on(row); }}>Don't {open.a < 2 ? <b>{row.name}</b> : null}</div>;
            };
            export function pick<T extends { id: string }, K = keyof T>(list: T[], f: (x: T) => boolean): Map<string, { a: T }> | undefined {
              return list.filter(f) as unknown as Map<string, { a: T }>;
            }
            abstract class Store<T> implements Shape {
              private readonly cb: (x: T) => void = (x) => { this.x = x; };
              constructor(private readonly x: T, protected y?: string) { }
              abstract load(): Promise<T>;
              area(): number { return 2; }
              async load2<A>(a: A): Promise<Record<string, () => A>> { return { a: () => a }; }
            }
            export const gen = <T,>(x: T): T => x;
            function isRow(x: unknown): x is Row { return typeof x === "object"; }
            """;

        var units = await Change.Of("cell.tsx", null, Code);

        Assert.Equal(
            ["Cell", "pick", "Store.cb", "Store.constructor", "Store.area", "Store.load2", "gen", "isRow"],
            units.Where(unit => unit.Kind == UnitKind.Added).Select(unit => unit.Name)
        );
    }

    [Theory]
    [InlineData("return 1;", "// one\n  return 1")]
    [InlineData("return \"a\";", "return 'a';")]
    [InlineData("(a) => a + 1", "a =>\n  a + 1")]
    [InlineData("import fs from \"node:fs\";", "import fs from \"node:fs\";\nimport os from \"node:os\";")]
    public async Task What_has_no_effect_is_no_unit(string old, string changed)
    {
        Assert.Contains(old, Shapes, StringComparison.Ordinal);
        Assert.Empty(await Change.Of("app.mjs", Shapes, Shapes.Replace(old, changed, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Types_alone_are_no_units()
    {
        const string Before = "interface A { x: number }\nexport function f(a, b = 1) {\n  return a;\n}\n";

        Assert.Empty(
            await Change.Of(
                "a.ts",
                Before,
                "interface A { x: string }\ntype B = { y: () => void };\nexport function f(a: number, b: number = 1): number {\n  return a;\n}\n"
            )
        );
    }

    [Fact]
    public async Task An_empty_value_has_the_type_of_what_was_returned_and_this_stays()
    {
        const string Code = """
            class A { constructor() { this.n = 3; } text() { return "n" + this.n; } list() { return [...arguments]; } async map() { return new Map([[1, this.n]]); } num = () => this.n; }
            function outer(a) { if (a) { return { a }; } return [a].map((x) => x); }

            """;

        var units = await Change.Of("a.js", null, Code);
        var said = units
            .Where(unit => unit.Ways is [{ Variants.Count: 2 }])
            .Select(unit =>
                Evaluate(unit.Texts()[1], "[new A().text(), new A().list(1, 2), await new A().map(), new A().num(), outer(1), outer(0)]")
            );

        Assert.Equal(
            [
                "[ '', [ 1, 2 ], Map(1) { 1 => 3 }, 3, { a: 1 }, [ 0 ] ]",
                "[ 'n3', [], Map(1) { 1 => 3 }, 3, { a: 1 }, [ 0 ] ]",
                "[ 'n3', [ 1, 2 ], Map(0) {}, 3, { a: 1 }, [ 0 ] ]",
                "[ 'n3', [ 1, 2 ], Map(1) { 1 => 3 }, 0, { a: 1 }, [ 0 ] ]",
                "[ 'n3', [ 1, 2 ], Map(1) { 1 => 3 }, 3, {}, [] ]",
            ],
            said
        );
    }

    [Fact]
    public async Task A_route_is_a_hunk_when_it_is_new_and_a_function_when_it_changes()
    {
        const string Before = "const app = express();\napp.get(\"/a\", (req, res) => {\n  res.send(\"a\");\n});\n";
        const string Added = Before + "app.get(\"/b\", (req, res) => {\n  res.send(\"b\");\n});\n";

        var added = await Change.Of("app.js", Before, Added);
        var changed = await Change.Of("app.js", Before, Before.Replace("send(\"a\")", "json(\"a\")", StringComparison.Ordinal));
        var renamed = await Change.Of("app.js", Before, Before.Replace("\"/a\"", "\"/c\"", StringComparison.Ordinal));

        Assert.Equal(["Hunk lines 5–7"], added.Shown());
        Assert.Equal([Before], added[0].Texts());
        Assert.Equal(["Changed app.get(\"/a\")"], changed.Shown());
        Assert.Equal(Before, changed[0].Texts()[0]);
        Assert.Equal([Before], renamed.Single().Texts());
    }

    [Fact]
    public async Task Rows_of_a_table_are_cut_one_by_one_and_statements_as_a_whole()
    {
        const string Before = "const rates = {\n  usd: 1,\n  eur: 2\n};\nconst sum = add(\n  a, b);\ncall(\n  a,\n  b\n);\n";
        const string After = "const rates = {\n  usd: 1,\n  gbp: 5,\n  eur: 2\n};\nconst sum = sub(\n  a, b);\ncall([\n  a,\n  b\n]);\n";

        var units = await Change.Of("a.js", Before, After);

        Assert.Equal(["Hunk line 3", "Hunk line 6", "Hunk lines 8–11"], units.Shown());
        Assert.Equal(After.Replace("  gbp: 5,\n", "", StringComparison.Ordinal), units[0].Texts()[0]);
        Assert.Equal(After.Replace("sub(", "add(", StringComparison.Ordinal), units[1].Texts()[0]);
        Assert.Equal(After.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal), units[2].Texts()[0]);
    }

    [Fact]
    public async Task Tests_in_the_source_are_no_units() =>
        Assert.Empty(
            await Change.Of(
                "a.js",
                "export const a = 1;\n",
                "export const a = 1;\nif (import.meta.vitest) {\n  const { it } = import.meta.vitest;\n  it(\"x\", () => { function y() {} });\n}\n"
            )
        );

    private static void WellFormed(string name, IReadOnlyList<CodeUnit> units)
    {
        using var folder = new TemporaryFolder();
        foreach (var variant in units.SelectMany(unit => unit.Ways).SelectMany(way => way.Variants))
        {
            File.WriteAllText(folder[name], variant.Files.Values.Single());
            var (ok, output) = Change.Run("node", "--check", folder[name]);
            Assert.True(ok, $"{variant.Name}: {output}");
        }
    }

    private static string Evaluate(string code, string expression)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["code.mjs"], $"{code}\nconsole.log({expression});\n");
        var (ok, output) = Change.Run("node", folder["code.mjs"]);
        Assert.True(ok, output);
        return output.Trim();
    }
}
