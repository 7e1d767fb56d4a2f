using Ashlar.Core.Gates;
using Ashlar.Core.Stacks.Go;
using Ashlar.Core.Tests.Gates;
using Xunit;

namespace Ashlar.Core.Tests.Stacks.Go;

public sealed class GoTagsTests : IDisposable
{
    private readonly GateScene scene = new();

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData("//go:build e2e", "Makefile", "test:\n\tgo test ./...\n\tcd e2e && go test -tags e2e ./...\n", "go test -tags e2e ./...")]
    [InlineData("//go:build e2e && linux", "Makefile", "it:\n\tgo -C e2e test -tags=e2e,x ./...\n", "go test -tags=e2e,x ./...")]
    [InlineData(
        "// +build e2e",
        "Makefile",
        "D = e2e\nit:\n\tfor d in $(D); do (cd $$d && go test -v -tags e2e ./x/...); done\n",
        "go test -tags e2e ./x/..."
    )]
    [InlineData(
        "//go:build e2e",
        ".github/workflows/ci.yml",
        "jobs:\n  a:\n    steps:\n      - run: go test -tags e2e ./...\n        working-directory: e2e\n        env: {MODE: x}\n",
        "MODE=x go test -tags e2e ./..."
    )]
    [InlineData("//go:build e2e", "Makefile", "it:\n\tcd e2e && go test -tags other ./...\n", "go test ./...")]
    [InlineData("//go:build !windows", "Makefile", "it:\n\tcd e2e && go test -tags e2e ./...\n", "go test ./...")]
    [InlineData("// The tests.", "Makefile", "it:\n\tcd e2e && go test -tags e2e ./...\n", "go test ./...")]
    public void A_module_whose_tests_need_a_tag_is_tested_with_the_projects_line(string head, string path, string text, string line)
    {
        scene
            .With("go.mod", "module a\n")
            .With("a_test.go", "package a\n")
            .With("e2e/go.mod", "module a/e2e\n")
            .With("e2e/x_test.go", $"{head}\n\npackage e2e\n")
            .With(path, text);

        Assert.Equal(
            ["go test ./...", $"cd e2e && {line}"],
            GateFinder
                .Detect(scene.Root, null)
                .Where(gate => gate.Name.StartsWith("go-tests", StringComparison.Ordinal))
                .Select(gate => gate.Run)
        );
    }

    [Theory]
    [InlineData("e2e", "", false)]
    [InlineData("e2e", "e2e", true)]
    [InlineData("!e2e", "", true)]
    [InlineData("a || b && (c || d)", "a", true)]
    [InlineData("a || b && (c || d)", "b", false)]
    [InlineData("a || b && (c || d)", "b d", true)]
    [InlineData("!(a || b)", "", true)]
    [InlineData("linux && !race", "", true)]
    [InlineData("windows || darwin", "", false)]
    public void A_constraint_holds_with_its_tags(string constraint, string tags, bool holds) =>
        Assert.Equal(holds, GoTags.Holds(constraint, tags.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
