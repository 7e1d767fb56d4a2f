using static Ashlar.EndToEnd.Remedies.RemedyScene;

namespace Ashlar.EndToEnd.Remedies;

/// <summary>Remedies in the repository, in its surroundings and on the command line, carried out in a shell.</summary>
internal static class Repositories
{
    public static IReadOnlyList<RemedyScene> All { get; } =
    [
        new("agent.encoding", [], ["agents", "lint", "a.md"])
        {
            Before = "printf -- '---\\nname: a\\ndescription: Does work\\n---\\nGo to the caf\\xe9.\\n' > a.md",
            Edits = [("a.md", "---\nname: a\ndescription: Does work\n---\nGo to the café.\n")],
        },
        new(
            "agent.no-tools",
            [(Configuration, Gate), ("a.md", "---\nname: a\ndescription: Does work\ntools: [mcp__none__write]\n---\nGo.\n")],
            [.. DryRun, "--agent", "a.md"]
        )
        {
            Edits = [("a.md", "---\nname: a\ndescription: Does work\ntools: [Read, Edit, Write]\n---\nGo.\n")],
        },
        new("branch.without-work", [(Configuration, Gate)], ["run", "t.md", "--branch", "work", "--dry-run"])
        {
            Before = "git branch work; printf -- '- [ ] a\\n' > t.md; git add t.md; git commit -qm List",
            Then = ["run", "t.md", "--branch", "other", "--dry-run"],
        },
        new(
            "checkout.one-task",
            [(Configuration, Gate), ("t.md", "- [ ] a\n- [ ] b\n")],
            ["run", "t.md", "--in-place", "--parallel", "2", "--dry-run"]
        )
        {
            Then = ["run", "t.md", "--in-place", "--dry-run"],
        },
        new("checkout.unprotected", [(Configuration, Gate)], [.. Start, "--in-place", "--unsafe-no-sandbox"])
        {
            Then = [.. DryRun, "--in-place"],
        },
        new("cli.confirm", [(Configuration, Gate)], ["clean"]) { Then = ["clean", "--yes"] },
        new("config.no-file", [("c.yaml", Gate)], DryRun)
        {
            Before = "mkdir .ashlar; ln -s ../c.yaml .ashlar/config.yaml; git add -A; git commit -qm Link",
            Do = "rm .ashlar/config.yaml; cp c.yaml .ashlar/config.yaml; git add -A; git commit -qm File",
        },
        new("demo.folder", [], ["demo", "--path", "x.txt"]) { Then = ["demo", "--help"] },
        new("exec.in-worktree", [(Configuration, Gate + "exec: \"sh -c './wrap.sh'\"\n"), ("wrap.sh", "exec \"$@\"\n")], Start)
        {
            Edits = [(Configuration, Gate)],
            Then = DryRun,
        },
        new("git.obstacle", [(Configuration, Gate)], DryRun)
        {
            Before = "rm -f .git/info/exclude; mkdir -p .git/info; mkfifo .git/info/exclude",
            Do = "rm .git/info/exclude",
        },
        new("git.old", [(Configuration, Gate)], DryRun)
        {
            Before =
                "mkdir ../old; printf '#!/bin/sh\ncase \"$*\" in *--version*) echo git version 2.20.1;; *) exec /usr/bin/git \"$@\";; esac\n' > ../old/git; chmod 755 ../old ../old/git",
            Variables = [("PATH", "BESIDE/old:/usr/bin:/bin")],
            Set = [],
        },
        new("sandbox.missing", [(Configuration, Gate)], Start)
        {
            Before = "mkdir ../few; for one in git bash sh; do ln -s \"$(command -v $one)\" ../few/$one; done",
            Variables = [("PATH", "BESIDE/few")],
            Set = [],
            Then = DryRun,
        },
        new("git.missing", [(Configuration, Gate)], DryRun) { Variables = [("PATH", "/nowhere")], Set = [] },
        new("push.no-remote", [(Configuration, Gate)], [.. DryRun, "--push"])
        {
            Do = "git init -q --bare ../remote.git; git remote add origin ../remote.git",
        },
        new(
            "repository.filter",
            [(Configuration, Gate), (".gitattributes", "*.bin filter=own\n"), ("a.bin", "x\n")],
            [.. Start, "--in-place"]
        )
        {
            Before = "git config filter.own.clean cat",
            Do =
                "git rm -q --cached .gitattributes; rm .gitattributes; git commit -qm 'Without the filter'; git config --unset filter.own.clean",
            Then = DryRun,
        },
        new("repository.hooks", [(Configuration, Gate)], DryRun)
        {
            Before = "printf '#!/bin/sh\\nexit 0\\n' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit",
            Do = "rm .git/hooks/pre-commit",
        },
        new(
            "repository.large-files",
            [
                (Configuration, Gate),
                (".gitattributes", "*.bin filter=lfs\n"),
                (
                    "a.bin",
                    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
                ),
            ],
            DryRun
        )
        {
            Edits = [(".gitattributes", "# nothing\n"), ("a.bin", "whole\n")],
        },
        new("repository.no-commit", [(Configuration, Gate)], DryRun)
        {
            Before = "rm -rf .git; git init -q --initial-branch=main; git config user.name Ada; git config user.email a@example.org",
            Do = "git add -A; git commit -qm First",
        },
        new("repository.refused", [(Configuration, Gate)], ["-C", "../bare.git", .. DryRun])
        {
            Before =
                "git clone -q --bare . ../bare.git; git -C ../bare.git config user.name Ada; git -C ../bare.git config user.email a@example.org",
            Do = "git -C ../bare.git worktree add -q --detach ../bare-checkout",
            Then = ["-C", "../bare-checkout", .. DryRun],
        },
        new("repository.submodule", [(Configuration, Gate)], DryRun)
        {
            Before =
                "git clone -q . ../part; git -c protocol.file.allow=always submodule --quiet add ../part part; git commit -qm Part; git submodule --quiet deinit -f part; rm -rf .git/modules",
            Do = "git -c protocol.file.allow=always submodule --quiet update --init --recursive",
        },
        new("repository.uncommitted", [(Configuration, Gate)], DryRun) { Before = "echo more >> x.txt", Do = "git commit -qam More" },
        new("repository.unfinished", [(Configuration, Gate)], [.. Start, "--in-place"])
        {
            Before =
                "git checkout -qb side; echo a > x.txt; git commit -qam a; git checkout -q main; echo b > x.txt; git commit -qam b; git merge side || true",
            Do = "git merge --abort",
            Then = [.. DryRun, "--in-place"],
        },
    ];
}
