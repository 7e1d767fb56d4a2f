using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Placeholders;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class PlaceholderTests
{
    [Theory]
    [InlineData("a.py", "x = 1  # TODO half up")]
    [InlineData("a.ts", "/* first\n FIXME later */")]
    [InlineData("a.py", "def f(a,\n      b):\n    pass")]
    [InlineData("a.py", "def f(): ...")]
    [InlineData("a.py", "class A:\n    def f(self):\n        '''Does.'''\n        pass")]
    [InlineData("a.py", "def f(x: int) -> dict[str, int]:\n    raise NotImplementedError(\"later\")")]
    [InlineData("a.py", "def f():\n    return None")]
    [InlineData("a.cs", "int F() => throw new NotImplementedException();")]
    [InlineData("a.js", "function f() { throw new Error('Not implemented'); }")]
    [InlineData("a.go", "func f() { panic(\"not implemented\") }")]
    public void What_is_not_finished_is_a_placeholder(string path, string text) =>
        Assert.Single(PlaceholderCheck.Findings([new ChangedFile(path, null, text)]));

    [Theory]
    [InlineData("a.py", "x = '# TODO list'")]
    [InlineData("a.py", "# a todo list")]
    [InlineData("a.md", "TODO: write")]
    [InlineData("a.py", "class A(ABC):\n    @abstractmethod\n    def f(self): ...")]
    [InlineData("a.py", "class A(Protocol):\n    def f(self) -> int: ...")]
    [InlineData("a.py", "@overload\ndef f(x: int) -> int: ...\ndef f(x):\n    return x")]
    [InlineData("a.py", "class A(Handler):\n    def log_message(self, *args):\n        # Quiet: the server logs by itself.\n        pass")]
    [InlineData("a.py", "class FakeClock:\n    def sleep(self, s):\n        pass")]
    [InlineData("a.py", "class A:\n    def f(self):\n        raise NotImplementedError\nclass B(A):\n    def f(self):\n        return 1")]
    [InlineData("a.pyi", "def f(): ...")]
    [InlineData("tests/test_a.py", "def helper(): pass")]
    [InlineData("a.py", "class E(Exception):\n    pass")]
    [InlineData("a.py", "try:\n    f()\nexcept E:\n    pass")]
    [InlineData("a.py", "def f():\n    if x:\n        pass\n    return 2")]
    [InlineData("a.cs", "// an interface\npublic interface I { void F(); }")]
    public void What_is_finished_is_none(string path, string text) =>
        Assert.Empty(PlaceholderCheck.Findings([new ChangedFile(path, null, text)]));

    [Fact]
    public void What_the_base_had_is_none_also_when_it_moved()
    {
        var before = "def f():\n    pass\n# TODO later\n";

        Assert.Empty(PlaceholderCheck.Findings([new ChangedFile("a.py", before, "x = 1\n" + before), new ChangedFile("b.py", null, "")]));
        Assert.Empty(PlaceholderCheck.Findings([new ChangedFile("a.py", before, ""), new ChangedFile("b.py", null, before)]));
        Assert.Single(PlaceholderCheck.Findings([new ChangedFile("a.py", before, before + "# TODO later\n")]));
    }

    [Fact]
    public void A_finding_names_place_and_text_and_is_to_be_explained()
    {
        var finding = Assert.Single(
            PlaceholderCheck.Findings([new ChangedFile("billing/sum.py", "a = 1\n", "a = 1\nb = 2  # TODO half up\n")])
        );

        Assert.Equal("billing/sum.py:2  placeholder added: \"# TODO half up\"", finding.Message);
        Assert.Equal(("billing/sum.py", 2, WayOut.Explain), (finding.Path, finding.Line, finding.Way));
    }
}
