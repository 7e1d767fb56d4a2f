using Ashlar.Core.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Settings;

public sealed class ServerPackageTests
{
    [Theory]
    [InlineData("npx -y @playwright/mcp@latest --headless", "Npm", "@playwright/mcp@latest", "mcp", "--headless")]
    [InlineData("npx @scope/name", "Npm", "@scope/name", "name", "")]
    [InlineData("/usr/bin/npx --yes server@1.2.3 -- --port 1", "Npm", "server@1.2.3", "server", "-- --port 1")]
    [InlineData("npx -y -p @scope/tools@^2 run-it x", "Npm", "@scope/tools@^2", "run-it", "x")]
    [InlineData("npx --package=a --package=b run", "Npm", "a b", "run", "")]
    [InlineData("npm exec -y -- server a", "Npm", "server", "server", "a")]
    [InlineData("bunx server", "Npm", "server", "server", "")]
    [InlineData("pnpm dlx server -y", "Npm", "server", "server", "-y")]
    [InlineData("uvx mcp-server-git --repository .", "Python", "mcp-server-git", "mcp-server-git", "--repository .")]
    [InlineData("uvx mcp-server-git@latest", "Python", "mcp-server-git", "mcp-server-git", "")]
    [InlineData("uvx mcp-server-git@1.0", "Python", "mcp-server-git==1.0", "mcp-server-git", "")]
    [InlineData("uvx --from package==1.0 --with other run x", "Python", "package==1.0 other", "run", "x")]
    [InlineData("uv tool run tool", "Python", "tool", "tool", "")]
    [InlineData("pipx run --spec package run", "Python", "package", "run", "")]
    public void A_package_and_what_it_is_given_are_told_apart(string line, string registry, string specs, string program, string arguments)
    {
        var words = line.Split(' ');

        var package = ServerPackage.Of(words[0], words[1..])!;

        Assert.Equal(
            (registry, specs, program, arguments),
            ($"{package.Registry}", string.Join(' ', package.Specs), package.ProgramName, string.Join(' ', package.Arguments))
        );
    }

    // What is no package of the registry, or says more than which one, is run as it stands.
    [Theory]
    [InlineData("node server.js")]
    [InlineData("npx")]
    [InlineData("npx -y")]
    [InlineData("npx -c server")]
    [InlineData("npx ./server")]
    [InlineData("npx ../server")]
    [InlineData("npx owner/repository")]
    [InlineData("npx github:owner/repository")]
    [InlineData("npx https://example.org/x.tgz")]
    [InlineData("npx name@npm:other")]
    [InlineData("npx name@file:../x")]
    [InlineData("npx @../x")]
    [InlineData("npx a'b")]
    [InlineData("npx ${NAME}")]
    [InlineData("npx -p")]
    [InlineData("npx -p a ../b")]
    [InlineData("uvx --python 3.12 server")]
    [InlineData("uvx git+https://example.org/x")]
    [InlineData("uv run server")]
    public void Everything_else_is_no_package(string line)
    {
        var words = line.Split(' ');

        Assert.Null(ServerPackage.Of(words[0], words[1..]));
    }
}
