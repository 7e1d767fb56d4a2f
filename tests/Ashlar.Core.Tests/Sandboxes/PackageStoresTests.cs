using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Sandboxes.Mounts;
using Ashlar.Core.Stacks.Catalogue;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class PackageStoresTests : IDisposable
{
    private readonly SandboxScene scene = new();
    private readonly BubblewrapSandbox? sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs);

    private string Home => scene.Outside;

    [BubblewrapTheory]
    [InlineData("shop.csproj", ".nuget/packages", "$NUGET_FALLBACK_PACKAGES")]
    [InlineData("package.json", ".npm/_cacache/content-v2", "$npm_config_cache/_cacache/content-v2")]
    [InlineData("Cargo.toml", ".cargo/registry", "$CARGO_HOME/registry")]
    [InlineData("go.mod", "go/pkg/mod/cache/download", "${GOPROXY#file://}")]
    [InlineData("pom.xml", ".m2/repository", "$(echo $MAVEN_OPTS | sed 's/.*maven.repo.local[.a-z]*=//; s/ .*//')")]
    [InlineData("build.gradle", ".gradle/caches/modules-2", "$GRADLE_RO_DEP_CACHE/modules-2")]
    [InlineData("composer.json", ".cache/composer", "$COMPOSER_CACHE_DIR")]
    [InlineData("Gemfile", ".gem/ruby/3.1.0", "${GEM_PATH%:}")]
    [InlineData("a/b.py", ".local/lib/python3.11", "$PYTHONUSERBASE/lib/python3.11")]
    [InlineData(".pre-commit-config.yaml", ".cache/pre-commit", "$PRE_COMMIT_HOME")]
    public async Task A_store_is_seen_where_its_tools_look_and_cannot_be_changed(string mark, string folder, string shown)
    {
        var package = Path.Combine(Directory.CreateDirectory(Path.Combine(Home, folder)).FullName, "package");
        await File.WriteAllTextAsync(package, "as downloaded");
        sandbox!.ShowStores([mark], StackCatalog.All.Stores, User());
        var (read, write) = (
            await Run($"cat \"{shown}/package\""),
            await Run(
                $"cd \"{shown}\"; echo x >> package; echo x > new; rm -f package; mv package other; chmod 777 package; mkdir sub; "
                    + "mv ../$(basename $PWD) ../poisoned; touch -d 2001-01-01 package; cat package"
            )
        );

        Assert.Equal("as downloaded", read);
        Assert.EndsWith("as downloaded", write, StringComparison.Ordinal);
        Assert.Equal("as downloaded", await File.ReadAllTextAsync(package));
        Assert.Equal([package], Directory.GetFileSystemEntries(Path.GetDirectoryName(package)!));
        // The same is possible where it is not the user's: the folder for what tools keep.
        Assert.Equal("x\n", await Run("cd $XDG_CACHE_HOME && echo x > package && cat package"));
    }

    [BubblewrapFact]
    public async Task Only_stores_that_the_repository_uses_are_seen()
    {
        Directory.CreateDirectory(Path.Combine(Home, ".nuget/packages/a"));
        sandbox!.ShowStores(["main.c"], StackCatalog.All.Stores, User());
        Assert.Equal("none\n", await Run($"ls {Home} 2>/dev/null; echo ${{NUGET_FALLBACK_PACKAGES:-none}}"));

        sandbox.ShowStores(["main.c", "x.csproj"], StackCatalog.All.Stores, User());
        Assert.Equal("a\n", await Run("ls $NUGET_FALLBACK_PACKAGES"));
        // Without a network there is nothing to wait for.
        Assert.Equal("1 true\n", await Run("echo $NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT $RestoreIgnoreFailedSources"));
    }

    [BubblewrapFact]
    public async Task Settings_and_credentials_beside_a_store_stay_hidden()
    {
        string[] settings =
        [
            ".npmrc",
            ".netrc",
            ".cargo/credentials.toml",
            ".cargo/config.toml",
            ".m2/settings.xml",
            ".m2/settings-security.xml",
            ".nuget/NuGet/NuGet.Config",
            ".gradle/gradle.properties",
            ".config/pip/pip.conf",
            ".config/composer/auth.json",
            ".gem/credentials",
            ".bundle/config",
            "go/pkg/mod/cache/vcs/x/config",
        ];
        string[] stores =
        [
            ".npm/_cacache/index-v5",
            ".cargo/registry",
            ".m2/repository",
            ".nuget/packages",
            ".gradle/caches/modules-2",
            ".gem/ruby/3.1.0",
            "go/pkg/mod/cache/download",
        ];
        foreach (var file in settings)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Home, file))!);
            await File.WriteAllTextAsync(Path.Combine(Home, file), "kept-to-myself");
        }

        foreach (var store in stores)
        {
            await File.WriteAllTextAsync(
                Path.Combine(Directory.CreateDirectory(Path.Combine(Home, store)).FullName, "package"),
                "for-all-projects"
            );
        }

        sandbox!.ShowStores(
            ["package.json", "Cargo.toml", "pom.xml", "a.csproj", "build.gradle", "composer.json", "Gemfile", "go.mod", "a.py"],
            StackCatalog.All.Stores,
            User()
        );
        var found = await Run($"grep -rhoE 'kept-to-myself|for-all-projects' {Home} /run /tmp -s | sort | uniq -c");

        Assert.Equal($"{stores.Length} for-all-projects", found.Trim());
    }

    [BubblewrapFact]
    public async Task Gradle_s_scripts_of_the_user_are_seen_where_they_say_nothing_of_a_log_in()
    {
        var scripts = new Dictionary<string, string>
        {
            ["init.d/a.gradle"] = "allprojects { repositories { maven { url 'file:///srv/artefacts' } } } // shown",
            ["init.d/b.gradle.kts"] = "settingsEvaluated { } // shown",
            ["init.gradle"] = "println 'shown'",
            ["init.d/c.gradle"] = "repositories { maven { url 'https://x.example.org'; credentials(PasswordCredentials) } } // kept",
            ["init.d/d.gradle"] = "def p = 'kept'; repositories { maven { url 'https://x.example.org'; credentials { password p } } }",
            ["init.d/e.gradle"] = "repositories { maven { url 'https://kept:kept@x.example.org' } }",
            ["init.d/f.gradle"] = "ext.apiKey = 'kept'",
            ["init.d/notes.txt"] = "kept",
            ["gradle.properties"] = "kept=kept",
        };
        foreach (var (file, text) in scripts)
        {
            var path = Path.Combine(Home, ".gradle", file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text);
        }

        sandbox!.ShowStores(["build.gradle"], StackCatalog.All.Stores, User());

        Assert.Equal(
            "0-init.gradle\na.gradle\nb.gradle.kts\n3\n",
            await Run("cd $GRADLE_USER_HOME/init.d && ls && grep -l shown * | wc -l; grep -r kept . /run -s")
        );
        Assert.Equal(
            "made\n",
            await Run("(echo x >> $GRADLE_USER_HOME/init.d/a.gradle) 2>/dev/null; mkdir -p $GRADLE_USER_HOME/caches && echo made")
        );
        Assert.EndsWith("// shown", await File.ReadAllTextAsync(Path.Combine(Home, ".gradle/init.d/a.gradle")), StringComparison.Ordinal);
    }

    [BubblewrapFact]
    public async Task Cargo_learns_from_the_user_s_settings_only_where_crates_come_from()
    {
        Directory.CreateDirectory(Path.Combine(Home, ".cargo"));
        await File.WriteAllTextAsync(
            Path.Combine(Home, ".cargo/config.toml"),
            """
            [source.crates-io]
            replace-with = "mirror"

            [source.mirror]
            registry = "sparse+https://mirror.example.org/index/"

            [source.own]
            registry = "https://me:kept-to-myself@example.org/index"

            [registries.own]
            token = "kept-to-myself"
            """
        );
        sandbox!.ShowStores(["Cargo.toml"], StackCatalog.All.Stores, User());

        Assert.Equal(
            "[source.\"crates-io\"]\nreplace-with = \"mirror\"\n[source.\"mirror\"]\nregistry = \"sparse+https://mirror.example.org/index/\"\n",
            await Run("cat $CARGO_HOME/config.toml")
        );
    }

    [BubblewrapFact]
    public async Task A_tool_that_fetched_something_for_the_run_has_a_store_of_its_own_from_then_on()
    {
        Directory.CreateDirectory(Path.Combine(Home, ".cargo/registry"));
        sandbox!.ShowStores(["Cargo.toml"], StackCatalog.All.Stores, User());

        Assert.Equal("/run/ashlar/stores/cargo true\n", await Run("echo $CARGO_HOME $CARGO_NET_OFFLINE"));
        var fetching = scene.Command("mkdir -p $CARGO_HOME/registry && echo $CARGO_HOME $CARGO_NET_OFFLINE");
        var outcome = await sandbox
            .Start(fetching with { Network = new NetworkAccess([], ["crates.example"]) }, CancellationToken.None)
            .Completion;
        Assert.Equal("/run/ashlar/cache/cargo\n", outcome.Output.Text);
        Assert.Equal("/run/ashlar/cache/cargo registry\n", await Run("echo $CARGO_HOME $(ls $CARGO_HOME)"));
    }

    [BubblewrapFact]
    public async Task A_store_that_would_show_the_checkout_or_all_of_home_is_none()
    {
        Directory.CreateDirectory(Path.Combine(Home, ".nuget/packages"));
        foreach (var folder in new[] { Home, "/", Path.GetDirectoryName(scene.Root)!, scene.Root })
        {
            var user = User() with { Variable = name => name == "NUGET_PACKAGES" ? folder : null };
            sandbox!.ShowStores(["x.csproj"], StackCatalog.All.Stores, user);
            Assert.Equal("", await Run($"ls -A {scene.Root} /run/ashlar/stores 2>/dev/null | grep -v at"));
        }
    }

    [BubblewrapFact]
    public async Task Tools_of_node_may_write_their_caches_and_nothing_else_in_node_modules()
    {
        var modules = Directory.CreateDirectory(Path.Combine(Home, "node_modules")).FullName;
        Directory.CreateDirectory(Path.Combine(modules, "left"));
        Directory.CreateDirectory(Path.Combine(modules, "@of/right"));
        Directory.CreateDirectory(Path.Combine(modules, "@here"));
        Directory.CreateDirectory(Path.Combine(modules, ".bin"));
        await File.WriteAllTextAsync(Path.Combine(modules, "left/index.js"), "left");
        await File.WriteAllTextAsync(Path.Combine(modules, "@of/right/index.js"), "right");
        File.CreateSymbolicLink(Path.Combine(modules, ".bin/left"), "../left/index.js");
        File.CreateSymbolicLink(Path.Combine(modules, "@here/own"), "../../packages/own");
        File.CreateSymbolicLink(Path.Combine(modules, "mine"), "../packages/own");
        scene.Write("packages/own/index.js", "own");
        var shared = new Dictionary<string, string> { ["node_modules"] = modules };
        var command = scene.Command(
            "test -w $CACHE_DIR && cd node_modules && cat left/index.js @of/right/index.js .bin/left @here/own/index.js mine/index.js && echo && "
                + "for file in .vite/a .vite-temp/a .cache/a .vitest/a left/a new .bin/left .bin/new @of/new; do "
                + "mkdir -p $(dirname $file) 2>/dev/null; { echo x > $file; } 2>/dev/null && echo $file; done; rm -f left .bin .vite/a; ls -A"
        );
        var outcome = await sandbox!
            .Start(command with { Mounts = scene.Mounts with { Writable = [""], Shared = shared } }, CancellationToken.None)
            .Completion;

        Assert.Equal(
            "leftrightleftownown\n.vite/a\n.vite-temp/a\n.cache/a\n.vitest/a\n",
            outcome.Output.Text[..(outcome.Output.Text.IndexOf(".vitest/a\n", StringComparison.Ordinal) + ".vitest/a\n".Length)]
        );
        Assert.Equal(
            ["left", "@here", "@of", "mine", ".bin"],
            new[] { "left", "@here", "@of", "mine", ".bin" }.Where(outcome.Output.Text.Contains)
        );
        Assert.Equal(5, Directory.GetFileSystemEntries(modules).Length);
    }

    /// <summary>pnpm's scripts name their program by the way from the folder in which they lie, also from a member's folder into the workspace's.</summary>
    [BubblewrapFact]
    public async Task Programs_of_a_member_that_lie_in_the_workspace_s_own_folder_start()
    {
        var checkout = Path.Combine(Home, "checkout");
        var (top, own) = (Path.Combine(checkout, "node_modules"), Path.Combine(checkout, "packages/a/node_modules"));
        Directory.CreateDirectory(Path.Combine(top, ".pnpm/tool/node_modules/tool"));
        Directory.CreateDirectory(Path.Combine(own, ".bin"));
        await File.WriteAllTextAsync(Path.Combine(top, ".pnpm/tool/node_modules/tool/tool.sh"), "echo started\n");
        await File.WriteAllTextAsync(
            Path.Combine(own, ".bin/tool"),
            "#!/bin/sh\nexec sh \"$(dirname \"$0\")/../../../../node_modules/.pnpm/tool/node_modules/tool/tool.sh\"\n"
        );
        scene.Write("packages/a/index.js", "");
        var shared = new Dictionary<string, string> { ["node_modules"] = top, ["packages/a/node_modules"] = own };
        var command = scene.Command("cd packages/a && sh node_modules/.bin/tool; echo x > node_modules/.bin/new");

        var outcome = await sandbox!
            .Start(command with { Mounts = scene.Mounts with { Writable = [""], Shared = shared } }, CancellationToken.None)
            .Completion;

        Assert.StartsWith("started\n", outcome.Output.Text, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(Path.Combine(own, ".bin")));
    }

    public void Dispose()
    {
        scene.Dispose();
    }

    private UserPlaces User() => new(Home, _ => null, ["/usr/bin"]);

    private async Task<string> Run(string line) =>
        (await sandbox!.Start(scene.Command(line), CancellationToken.None).Completion).Output.Text;
}
