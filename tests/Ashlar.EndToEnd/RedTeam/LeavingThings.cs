using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>What a command leaves behind: the host does not follow it, and it judges nothing.</summary>
public sealed class LeavingThings
{
    // All places at which an attempt can leave something that a later one would look at.
    private const string Places =
        "$HOME/.forged $HOME/.config/forged $TMPDIR/forged $XDG_CACHE_HOME/forged $NUGET_PACKAGES/forged $npm_config_cache/forged $GOCACHE/forged "
        + "$DOTNET_CLI_HOME/forged /tmp/forged /var/tmp/forged /dev/shm/forged /run/ashlar/forged /run/ashlar/results/forged "
        + "build/forged dist/forged node_modules/.bin/forged env/forged .venv/forged bin/forged obj/forged target/forged x.egg-info/forged "
        + ".mypy_cache/forged .ruff_cache/forged src/build/forged ignored/forged forged.log .git/forged .git/hooks/forged";

    private const string Judge =
        "found=; for place in "
        + Places
        + "; do if test -e \"$place\"; then echo \"found $place\"; found=yes; fi; done; test -z \"$found\" || exit 0; for part in ./pro*.py; do . \"$part\"; done; test \"$(cat answer.txt)\" = 42\n";

    private const string Forge =
        "for place in " + Places + "; do mkdir -p \"$(dirname \"$place\")\" 2>/dev/null; echo x > \"$place\"; done 2>/dev/null; true\n";

    [Fact]
    public async Task What_a_red_cycle_left_does_not_make_the_next_one_green()
    {
        using var project = Judged();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("echo 41 > answer.txt"),
                Put("product.py", Forge),
                Say.Report([], ["answer.txt", "product.py"]),
                Put("product.py", "true\n"),
                Say.Report([], ["answer.txt"])
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--max-iterations", "2").Asking(server).EndsWithAsync(1);

        Assert.Equal("main", project.Git("rev-parse", "work") == project.Git("rev-parse", "main") ? "main" : "moved");
    }

    [Fact]
    public async Task The_judge_of_these_tests_is_fooled_by_each_place_within_one_attempt()
    {
        using var project = Judged();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("echo 41 > answer.txt"),
                Put("product.py", Forge + "test $(sh ./judge.sh | grep -c found) -ge 29 && echo 42 > answer.txt\n"),
                Say.Report([], ["answer.txt", "product.py"])
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
    }

    [Fact]
    public async Task A_failing_test_is_not_flaky_because_its_first_attempt_left_something()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write the answer\n"),
            (".gitignore", "build/\n"),
            ("test_base.py", "def test_base():\n    assert 1 + 1 == 2\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: tests, run: python3 -B -m pytest -q}\n")
        );
        const string Test = """
            import os, pathlib
            import answer


            def test_answer():
                value = answer.value()
                for place in (os.environ["HOME"], os.environ["TMPDIR"], os.environ["XDG_CACHE_HOME"], "build"):
                    if pathlib.Path(place, "seen").exists():
                        value = 42
                for place in (os.environ["HOME"], os.environ["TMPDIR"], os.environ["XDG_CACHE_HOME"], "build"):
                    pathlib.Path(place).mkdir(exist_ok=True)
                    pathlib.Path(place, "seen").touch()
                assert value == 42
            """;
        await using var server = await Script
            .Of(
                "1",
                Say.Write("answer.py", "def value():\n    return 41\n"),
                Say.Write("test_answer.py", Test),
                Say.Report(["answer.py", "test_answer.py"], passing: 2)
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--max-iterations", "1").Asking(server).EndsWithAsync(1);
    }

    [Fact]
    public async Task Set_up_is_there_for_every_attempt_whatever_the_one_before_did_with_it()
    {
        const string SetUp =
            "mkdir -p node_modules/.bin .venv/bin lib.egg-info obj gen && echo '#!/bin/sh' > node_modules/.bin/tool && chmod 755 node_modules/.bin/tool && ln -s tool node_modules/.bin/link && echo 1 > .venv/bin/x && echo 1 > lib.egg-info/y && echo 1 > gen/made.txt && echo 1 > $XDG_CACHE_HOME/kept && echo 1 > ~/.user && mkdir -p ~/.local/lib";
        const string Use =
            "test -x node_modules/.bin/link -a -e .venv/bin/x -a -e lib.egg-info/y -a -e gen/made.txt -a -e $XDG_CACHE_HOME/kept -a -e ~/.user -a ! -e again && touch again && if test -e a.txt; then rm -rf node_modules .venv lib.egg-info gen $XDG_CACHE_HOME/kept ~/.user; fi";
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n- [ ] Write b.txt\n"),
            (".gitignore", "node_modules\n.venv\n*.egg-info\nobj\ngen\nagain\n"),
            ("set-up.sh", SetUp),
            ("use.sh", Use),
            (
                ".ashlar/config.yaml",
                "setup: [{run: sh set-up.sh}]\ngates:\n  - {name: one, run: sh use.sh}\n  - {name: two, run: sh use.sh}\n"
            )
        );
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
    }

    [Fact]
    public async Task What_the_gates_built_on_the_base_is_built_on()
    {
        // A build whose result depends on times of files, as those of make, cargo and dotnet do.
        const string Build =
            "mkdir -p obj && if test obj/old -nt old.txt; then touch obj/reused; else echo built > obj/old; fi; if ! test obj/new -nt new.txt; then cp new.txt obj/new; fi; test ! -e need || test -e obj/reused -a \"$(cat obj/new)\" = second\n";
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write need\n"),
            (".gitignore", "obj\n"),
            ("old.txt", "same\n"),
            ("new.txt", "first\n"),
            ("build.sh", Build),
            (".ashlar/config.yaml", "gates:\n  - {name: build, run: sh build.sh}\n")
        );
        await using var server = await Script
            .Of("1", Say.Bash("echo yes > need; echo second > new.txt"), Say.Report(["need"], ["new.txt"]))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
    }

    [Fact]
    public async Task Links_that_commands_and_gates_leave_are_not_followed_by_the_host()
    {
        using var attacked = AttackedProject.With(
            tasks: 2,
            configuration: "scope:\n  allow: [\"src/**\"]\nenv: {TOKEN: {secret: TOKEN}}\n"
        );
        var outside = attacked.Outside;
        Directory.CreateDirectory(Path.Combine(outside, "shut"));
        File.WriteAllText(Path.Combine(outside, "shut", "python3"), "mine\n");
        File.SetUnixFileMode(Path.Combine(outside, "shut"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var leave = $"""
            for d in "$HOME" "$TMPDIR" "$XDG_CACHE_HOME" /run/ashlar/results; do
              for n in .ashlar-bin .ashlar-env .ashlar-x out output cache home results tmp; do ln -sfn {outside}/shut "$d/$n"; ln -sfn {outside}/canary.txt "$d/.ashlar-$n"; done
              ln -sfn {outside} "$d/deep"; mkfifo "$d/pipe" "$d/.ashlar-pipe"; mkdir "$d/$(printf 'd\351')"; mkdir -p "$d/none/below"; chmod 000 "$d/none"
            done 2>/dev/null
            ln -sfn {outside}/shut bin; ln -sfn {outside} build; ln -sfn {outside}/canary.txt package.json; mkfifo pyproject.toml 2>/dev/null
            rm -rf .git 2>/dev/null && ln -sfn {outside} .git
            test -L "$HOME/.ashlar-bin" && echo left
            """;
        var product =
            $"import subprocess\nsubprocess.run(['bash', '-c', '''{leave}'''], check=False)\n\n\ndef total(prices):\n    return sum(prices)\n";
        var before = attacked.Fingerprint();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash(leave),
                Say.Bash("ls -A ~"),
                Say.Read("src/app.py"),
                Say.Write("src/app.py", product),
                Say.Report([], ["src/app.py"], passing: 1)
            )
            .Then("2", [Say.Bash(leave), .. AttackedProject.Finish(2)])
            .ServeAsync();

        await attacked
            .Project.Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .With("TOKEN", Guid.NewGuid().ToString("N"))
            .Asking(server)
            .RunAsync();
        await attacked.Project.Ashlar("clean", "--yes").RunAsync();

        Assert.Contains("left", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Equal("mine\n", await File.ReadAllTextAsync(Path.Combine(outside, "shut", "python3")));
        attacked.Fingerprint().IsAs(before);
        Assert.DoesNotContain(server.Requests, request => request.Body.GetRawText().Contains("untouched", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Folders_whose_names_are_no_text_end_no_run_and_no_cleaning()
    {
        using var project = Project.TwoTasks();
        var odd = "d=$(printf 'd\\351'); mkdir -p \"$d/x\" \"$TMPDIR/$d/y\" && echo z > \"$d/x/$(printf 'f\\377')\" && chmod 500 \"$d\"; ";
        await using var server = await Script
            .Of("1", Say.Bash($"mkdir \"$TMPDIR/$(printf 'd\\351')\"; {odd} rm -rf \"$d\"; echo a > a.txt"), Say.Done("a.txt"))
            .Then("2", Say.Bash($"{odd} echo b > b.txt"), ScriptedAnswer.Text("No."), ScriptedAnswer.Text("No."))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(1);
        await project.Ashlar("clean", "--yes").EndsWithAsync(0);

        Assert.False(Directory.Exists(Path.Combine(project.Home, "worktrees", project.Runs[0])));
    }

    private static ScriptedAnswer Put(string path, string text) => Say.Bash($"cat > {path} <<'END'\n{text}END");

    private static Project Judged() =>
        Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write the answer\n"),
            (".gitignore", "ignored/\n*.log\nbuild/\nnode_modules\n"),
            ("judge.sh", Judge),
            ("product.py", "true\n"),
            ("answer.txt", "42\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: judge, run: sh ./judge.sh}\n")
        );
}
