using System.Text;
using Ashlar.Core.Judging.Emptying;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Judging;

public sealed class AlteredResultTests
{
    private const string Before = "pub fn total(a: i64) -> i64 {\n    a\n}\n\npub fn name() -> String {\n    \"n\".into()\n}\n";

    [Theory]
    [InlineData("i64", "{ let v = r; if v == 0 { v } else { v.wrapping_add(1) } }")]
    [InlineData("f64", "{ let v = r; v + v / 1e6 }")]
    [InlineData("Option<std::vec::Vec<u8>>", "r.map(|v| { let mut v = v; if let Some(one) = v.first().cloned() { v.push(one); } v })")]
    [InlineData(
        "Result<(Item<A, B>, u8), String>",
        "r.map(|v| { let v = v; (v.0, { let v = v.1; if v == 0 { v } else { v.wrapping_add(1) } }, ) })"
    )]
    [InlineData("Item", null)]
    [InlineData("&str", null)]
    [InlineData("(Item, bool)", null)]
    public void Results_of_Rust_are_altered_by_their_types(string type, string? altered) =>
        Assert.Equal(altered, RustResults.Altered("r", type));

    [Theory]
    [InlineData("public string Name => a;", "public string Name { get { string UnalteredResult() => a; static")]
    [InlineData("public int Sum(int a) { return a; }", "public int Sum(int a) { int UnalteredResult() { return a; } static")]
    [InlineData(
        "async Task<int> A() { await B(); return 1; }",
        "async Task<int> A() { async Task<int> UnalteredResult() { await B(); return 1; } static"
    )]
    [InlineData("bool Try(string a, out (int A, int B) b) { b = (1, 2); return true; }", null)]
    [InlineData("Task<int> A() => B();", null)]
    [InlineData("IEnumerable<int> Each() { yield return 1; }", null)]
    [InlineData("void Run() { Go(); }", null)]
    public async Task Members_of_CSharp_are_altered_where_their_bodies_can_stand_in_a_local_function(string member, string? altered)
    {
        var units = await Change.Of("A.cs", "", $"class A\n{{\n    {member}\n}}\n");

        var text = units.Single(unit => unit.IsFunction).Altered?.Files["A.cs"];

        Assert.Equal(altered is not null, text is not null);
        Assert.Contains(altered ?? "", text ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A.cs", "class A\n{\n    int F() => throw new NotSupportedException(\"later\");\n}\n")]
    [InlineData("A.cs", "class A\n{\n    int F() { throw new NotSupportedException(); }\n}\n")]
    [InlineData("a.rs", "fn f() -> u8 { todo!() }")]
    [InlineData("a.go", "package a\nfunc f() int { panic(\"later\") }")]
    [InlineData("a.rb", "def f\n  raise NotImplementedError, 'later'\nend\n")]
    [InlineData("A.java", "class A\n{\n    int f() { throw new IllegalStateException(\"later\"); }\n}\n")]
    public async Task A_function_that_only_throws_has_no_work_to_take_away(string path, string text)
    {
        var stub = Assert.Single(await Change.Of(path, "", text));
        var work = Assert.Single(
            await Change.Of(
                path,
                "",
                text.Replace("throw", "if (a) throw", StringComparison.Ordinal)
                    .Replace("todo!", "g();todo!", StringComparison.Ordinal)
                    .Replace("panic", "g();panic", StringComparison.Ordinal)
                    .Replace("  raise", "  g\n  raise", StringComparison.Ordinal)
                    .Replace("=> if (a) throw", "=> a ? 1 : throw", StringComparison.Ordinal)
            )
        );

        Assert.Equal([NotMeasuredReason.AlreadyEmpty], stub.Missing.Select(missing => missing.Reason));
        Assert.NotEmpty(work.Ways);
    }

    [Theory]
    [InlineData(BenchEnding.Ran, "the functions that it names return a little else", false)]
    [InlineData(BenchEnding.BuildFailed, "total returns a little else", true)]
    public async Task A_test_that_only_looks_from_afar_is_weaker(BenchEnding together, string variant, bool hasFunction)
    {
        var units = await Change.Of("src/lib.rs", "", Before);
        var bench = new AfarBench(together);

        var result = await new WeakerTests(bench, TimeProvider.System).RunAsync(
            new WeakerTestsSubject
            {
                Trees = new TaskTrees([new ChangedContent("tests/api.rs", FileRole.Test, "old"u8.ToArray(), "new"u8.ToArray())]),
                Named = new NamedFunctionsFound(units, new Dictionary<string, string?> { ["src/lib.rs"] = Before }),
                Green = BenchRun.Of([new TestCase("adds", TestOutcome.Passed)], TimeSpan.Zero),
            },
            CancellationToken.None
        );

        var weaker = Assert.Single(result.Tests);
        Assert.Equal(("adds", variant, hasFunction), (weaker.Test, weaker.Variant, weaker.Function is not null));
    }

    /// <summary>Its old test fails whatever is done to the product; its new one only where a body is emptied.</summary>
    private sealed class AfarBench(BenchEnding together) : ITestBench
    {
        public Task<BenchRun> RunAsync(TreeOverlay tree, TestSelection tests, TimeSpan timeout, CancellationToken cancellationToken)
        {
            var product = tree.Files.TryGetValue("src/lib.rs", out var content) ? Encoding.UTF8.GetString(content!) : "";
            var altered = product.Split("let r = (||").Length - 1;
            var isEmptied = product.Contains("if true {", StringComparison.Ordinal);
            var isOld = tree.Files.TryGetValue("tests/api.rs", out var test) && test!.AsSpan().SequenceEqual("old"u8);
            var status = isEmptied || (isOld && altered > 0) ? BenchStatus.Failed : BenchStatus.Passed;
            var ending = altered > 1 ? together : BenchEnding.Ran;
            return Task.FromResult(
                new BenchRun(ending, ending == BenchEnding.Ran ? new Dictionary<string, BenchTest> { ["adds"] = new(status) } : [])
            );
        }
    }
}
