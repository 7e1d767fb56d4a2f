using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

public sealed class NodeFileTextTests
{
    private const string Output = """
        ✔ another file's test (1.2ms)
        node:internal/modules/esm/resolve:283
            throw new ERR_MODULE_NOT_FOUND(

        Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/w/src/slug.js' imported from /w/test/slug.test.js
        Node.js v20.20.2
        ✖ /w/test/slug.test.js (672.2ms)
          'test failed'

        """;

    [Fact]
    public void The_words_before_the_line_of_a_file_are_about_it()
    {
        var words = NodeFileText.Of(Output, "test/slug.test.js");

        Assert.StartsWith("node:internal/modules/esm/resolve:283", words, StringComparison.Ordinal);
        Assert.Equal(
            "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/w/src/slug.js' imported from /w/test/slug.test.js",
            NodeFileText.Error(words!)
        );
    }

    [Fact]
    public void About_a_file_that_did_not_fail_there_are_none() => Assert.Null(NodeFileText.Of(Output, "test/other.test.js"));
}
