using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

public sealed class FailureTextTests
{
    [Theory]
    [InlineData(
        "node:events:497\n      throw er;\n\nError: spawn yarn ENOENT\n    at notFoundError (node:internal:6)\n    at onErrorNT (node:internal/child_process:483:16)\n",
        "Error: spawn yarn ENOENT"
    )]
    [InlineData(
        "Exception in thread \"main\" java.lang.IllegalStateException: Error: no port\n\tat a.b.ErrorSink.put(ErrorSink.java:12)\n",
        "Exception in thread \"main\" java.lang.IllegalStateException: Error: no port"
    )]
    [InlineData(
        "  File \"/w/errors.py\", line 3, in <module>\nModuleNotFoundError: No module named 'x'\n",
        "ModuleNotFoundError: No module named 'x'"
    )]
    [InlineData(
        "make: *** No rule to make target 'check'.  Stop.\nmake[1]: *** [Makefile:1191: all] Error 1\n",
        "make: *** No rule to make target 'check'.  Stop."
    )]
    [InlineData("error[E0425]: cannot find value `x`\n --> src/lib.rs:1\n1 error in all\n", "error[E0425]: cannot find value `x`")]
    [InlineData("E   ImportError: cannot import name 'a'\n3 errors in 0.1 s\n", "E   ImportError: cannot import name 'a'")]
    [InlineData("Found 3 errors\n", "Found 3 errors")]
    [InlineData("\nERROR: tox.ini: 'minversion' requires 8.0, actual 7.2\n\n", "ERROR: tox.ini: 'minversion' requires 8.0, actual 7.2")]
    [InlineData("all is well\n", null)]
    public void The_line_of_an_error_says_what_is_wrong_and_no_frame_of_a_trace_does(string text, string? line) =>
        Assert.Equal(line, FailureText.ErrorLine(text));

    [Theory]
    [InlineData("ModuleNotFoundError: No module named 'requests.auth'", "requests")]
    [InlineData("Cannot find module '@acme/core/x' from 'a.test.js'", "@acme/core")]
    [InlineData("Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'left-pad' imported from /w/a.js", "left-pad")]
    [InlineData("cannot load such file -- faraday/retry (LoadError)", "faraday")]
    [InlineData("ModuleNotFoundError: No module named 'shop.export'", "")]
    [InlineData("Cannot find module './export'", "")]
    [InlineData("AssertionError: 'requests' != 'x'", "")]
    public void A_package_that_nobody_fetched_is_told_from_a_module_of_the_repository(string message, string name)
    {
        using var folder = new Ashlar.Testing.TemporaryFolder();
        Directory.CreateDirectory(System.IO.Path.Combine(folder.Path, "shop"));
        File.WriteAllText(System.IO.Path.Combine(folder.Path, "shop/__init__.py"), "");

        Assert.Equal(name.Length == 0 ? [] : [name], AbsentPackages.Of([message], new RepositoryFiles(folder.Path, StackCatalog.All)));
    }

    [Theory]
    [InlineData("\x1b[31mred\x1b[0m and \x1b[38;5;196mredder\x1b[m", "red and redder")]
    [InlineData("\x1b]0;a title\x07text\x1b]8;;https://x\x1b\\link\x1b]8;;\x1b\\", "textlink")]
    [InlineData("\x1b[2K\x1b[1Gdone", "done")]
    [InlineData("[31m is no order", "[31m is no order")]
    public void Orders_to_a_terminal_are_no_part_of_what_was_said(string text, string plain) => Assert.Equal(plain, PlainOutput.Of(text));
}
