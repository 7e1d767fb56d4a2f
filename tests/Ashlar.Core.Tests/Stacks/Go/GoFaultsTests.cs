using Ashlar.Core.Stacks.Go;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Stacks.Go;

public sealed class GoFaultsTests
{
    [Theory]
    [InlineData("go: go.mod requires go >= 1.24 (running go 1.21.3; GOTOOLCHAIN=local)")]
    [InlineData("go: download go1.24 for linux/amd64: toolchain not available")]
    [InlineData("go: golang.org/toolchain@v0.0.1-go1.24.linux-amd64: module lookup disabled by GOPROXY=off")]
    public void A_go_that_is_too_old_is_told_from_modules_that_nobody_fetched(string line)
    {
        var fault = GoFaults.Of(line);

        Assert.Equal(FaultKind.Missing, fault!.Kind);
        Assert.Equal("Install the version that go.mod asks for", fault.Remedy);
    }

    [Fact]
    public void A_module_that_nobody_fetched_has_the_command_that_fetches_it() =>
        Assert.Contains(
            "go mod download",
            GoFaults.Of("go: github.com/a/b@v1.0.0: module lookup disabled by GOPROXY=off")!.Remedy,
            StringComparison.Ordinal
        );
}
