using System.Xml.Linq;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Published;

/// <summary>The notices of third parties. With <c>ASHLAR_WRITE_DOCS=1</c> in the environment they are written instead of compared.</summary>
public sealed class Notices
{
    private const string Host =
        "The program's start file (`ashlar`) is the host of .NET: MIT, Copyright (c) .NET Foundation and Contributors.";

    private const string MIT = """
        Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
        "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
        distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
        the following conditions:

        The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

        THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
        MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR
        ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
        SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
        """;

    [Fact]
    public void Every_package_that_is_shipped_is_listed_with_its_licence()
    {
        var packages = ShippedPackage.All();
        Assert.Equal(
            [
                "AngleSharp",
                "Microsoft.Extensions.AI.Abstractions",
                "Microsoft.Extensions.DependencyInjection.Abstractions",
                "Microsoft.Extensions.Logging.Abstractions",
                "ModelContextProtocol.Core",
                "System.CommandLine",
                "YamlDotNet",
            ],
            packages.Select(package => package.Name)
        );
        Assert.All(
            packages,
            package =>
                Assert.True(package is { License: "MIT" or "Apache-2.0", Copyright: not null }, $"{package}: its text is missing here")
        );
        var rows = packages.Select(package =>
            $"| [{package.Name}]({package.Address}) | {package.Version} | {package.License} | {package.Copyright} |"
        );

        PublishedPage.Compare(
            "THIRD-PARTY-NOTICES.md",
            $"""
            # Third-party notices

            Ashlar is under the [Apache License 2.0](LICENSE). It brings along the following packages. {Host}

            | package | version | licence | |
            | --- | --- | --- | --- |
            {string.Join('\n', rows)}

            ## Apache-2.0

            The text is that of [LICENSE](LICENSE).

            ## MIT

            {MIT}

            """
        );
    }

    [Fact]
    public void The_program_comes_with_its_licence_and_these_notices()
    {
        foreach (var name in new[] { "LICENSE", "THIRD-PARTY-NOTICES.md" })
        {
            var beside = Path.Combine(Path.GetDirectoryName(Places.Program)!, name);
            Assert.Equal(PublishedPage.Read(name), File.ReadAllText(beside));
        }
    }

    [Fact]
    public void Every_package_of_the_build_has_a_line_in_the_decision_and_no_other_has()
    {
        var decision = PublishedPage.Read("docs/decisions/0002-dependencies.md");
        var central = XDocument.Load(Path.Combine(PublishedPage.Root, "Directory.Packages.props")).Descendants("PackageVersion").ToList();
        var rows = decision
            .Split('\n')
            .Count(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| -", StringComparison.Ordinal));

        Assert.All(
            central,
            package =>
            {
                var (name, version) = (package.Attribute("Include")!.Value, package.Attribute("Version")!.Value);
                var words = name is "xunit.runner.visualstudio" ? $"its runner {version}" : $"{name} {version}";
                Assert.Contains(words, decision, StringComparison.Ordinal);
            }
        );
        // Tests stand in one row, and the head is one too.
        Assert.Equal(central.Count - 2 + 1, rows);
    }
}
