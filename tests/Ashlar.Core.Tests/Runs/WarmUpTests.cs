using Ashlar.Core.Runs.Planning;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

/// <summary>What is loaded beside the start of a run.</summary>
public sealed class WarmUpTests
{
    [Fact]
    public async Task It_goes_through_all_its_parts() => await WarmUp.BeginAsync();
}
