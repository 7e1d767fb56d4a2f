using System.Text.RegularExpressions;
using Ashlar.EndToEnd.Harness;
using Ashlar.EndToEnd.Published;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>The projects in <c>examples/</c>, implemented as a user would have it done.</summary>
public sealed class Examples
{
    [Fact]
    public async Task The_invitations_are_implemented_alike_over_both_protocols()
    {
        var trees = await Task.WhenAll(InvitationsAsync(WireProtocol.Anthropic), InvitationsAsync(WireProtocol.OpenAI));

        Assert.Equal(trees[0], trees[1]);
    }

    [Fact]
    public async Task A_spec_of_spec_kit_is_done_phase_by_phase_with_tests_of_node()
    {
        using var project = Project.Example("node-library");
        const string Import = "import assert from \"node:assert/strict\";\nimport { test } from \"node:test\";\n";
        const string Slug =
            "export function slug(text) {\n  return text.normalize(\"NFD\").replace(/\\p{M}/gu, \"\").toLowerCase().split(/[^\\p{L}\\p{N}]+/u).filter(Boolean).join(\"-\");\n}\n";
        await using var server = await Script
            .Of(
                "T001",
                Say.Bash("cp src/index.js src/squeeze.js && echo 'export { squeeze } from \"./squeeze.js\";' > src/index.js"),
                Say.Report(["src/squeeze.js"], ["src/index.js"], passing: 2)
            )
            .Then(
                "T002",
                Say.Write("src/slug.js", Slug)
                    .ThenCall(
                        "Write",
                        new
                        {
                            file_path = "test/slug.test.js",
                            content = Import
                                + "import { slug } from \"../src/slug.js\";\n\ntest(\"accents go\", () => assert.equal(slug(\" Ça va! \"), \"ca-va\"));\n",
                        }
                    ),
                Say.Report(["src/slug.js", "test/slug.test.js"], passing: 3)
            )
            .Then(
                "T003",
                Say.Bash(
                    "sed -i 's/^export function slug(text) {/&\\n  if (!\\/[\\\\p{L}\\\\p{N}]\\/u.test(text)) throw new RangeError(\"nothing to keep\");/' src/slug.js && cat src/slug.js"
                ),
                Say.Bash(
                    "echo 'test(\"nothing to keep is refused\", () => assert.throws(() => slug(\"--\"), RangeError));' >> test/slug.test.js"
                ),
                Say.Report([], ["src/slug.js", "test/slug.test.js"], passing: 4)
            )
            .Then(
                "T004",
                Say.Bash(
                    "echo 'export function uniqueSlug(text, taken) { const base = slug(text); let n = 1; let one = base; while (taken.has(one)) one = `${base}-${++n}`; return one; }' >> src/slug.js"
                ),
                Say.Write(
                    "test/unique-slug.test.js",
                    Import
                        + "import { uniqueSlug } from \"../src/slug.js\";\n\ntest(\"a number is added\", () => assert.equal(uniqueSlug(\"A\", new Set([\"a\", \"a-2\"])), \"a-3\"));\n"
                ),
                Say.Report(["test/unique-slug.test.js"], ["src/slug.js"], passing: 5)
            )
            .ServeAsync();

        await project.Ashlar("run", "specs/001-slugs", "--trust").Asking(server).EndsWithAsync(0);

        const string Branch = "feature/001-slugs";
        Assert.Equal(["T001", "T002", "T003", "T004"], project.Trailers(Branch, "Ashlar-Task"));
        Assert.DoesNotContain("[ ]", project.Read(Branch, "specs/001-slugs/tasks.md"), StringComparison.Ordinal);
        Assert.Equal("4\t4\tspecs/001-slugs/tasks.md", project.Git("diff", "--numstat", "main", Branch, "--", "specs"));
    }

    private const string Page = "docs/examples/invitations.md";

    /// <summary>How much is measured depends on how busy the machine is.</summary>
    private static string Comparable(string text) => Regex.Replace(SettledOutput.Comparable(text), @"(?<=Ashlar-Noticed: )\d+/\d+", "N/M");

    private static async Task<string> InvitationsAsync(WireProtocol protocol)
    {
        using var project = Project.Example("invitations");
        await using var server = await CassetteScript.Of("invitations.cassette.jsonl").ServeAsync();
        const string Branch = "invitations";
        await project
            .Ashlar("run", "agent-os/specs/2026-01-05-invitations", "--trust", "--branch", Branch)
            .Asking(server, protocol)
            .EndsWithAsync(0);

        if (protocol is WireProtocol.Anthropic)
        {
            PublishedPage.Compare(Page, PlayedPage.Play(project, PublishedPage.Read(Page)), Comparable);
        }

        Assert.Equal(["1.0", "2.0", "3.0"], project.Trailers(Branch, "Ashlar-Task"));
        Assert.DoesNotContain("[ ]", project.Read(Branch, "agent-os/specs/2026-01-05-invitations/tasks.md"), StringComparison.Ordinal);
        var tasks = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json.GetProperty("tasks");
        Assert.Equal([1, 2, 1], tasks.EnumerateArray().Select(task => task.GetProperty("iterations").GetInt32()));
        return project.Git("rev-parse", $"{Branch}^{{tree}}");
    }
}
