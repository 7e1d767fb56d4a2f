using Ashlar.Core.Secrets;
using Xunit;

namespace Ashlar.Core.Tests.Secrets;

public sealed class SecretStoreTests : IDisposable
{
    private readonly string checkout = Directory.CreateTempSubdirectory("ashlar-secrets-").FullName;

    [Fact]
    public void The_file_is_read_with_quotes_comments_and_several_lines()
    {
        Write(
            "# local\nexport PLAIN=abc def # note\nSINGLE='a # \\n b'\nDOUBLE=\"a\\nb \\\"c\\\"\"\nPEM=\"-----BEGIN\nbody\n-----END\"\nEMPTY=\n"
        );

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["PLAIN"] = "abc def",
                ["SINGLE"] = "a # \\n b",
                ["DOUBLE"] = "a\nb \"c\"",
                ["PEM"] = "-----BEGIN\nbody\n-----END",
                ["EMPTY"] = "",
            },
            SecretStore.Open(checkout, _ => null).Filed
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_is_not_followed(bool folder)
    {
        var outside = Directory.CreateDirectory(Path.Combine(checkout, "outside")).FullName;
        File.WriteAllText(Path.Combine(outside, "secrets.env"), "A=of-the-host\n");
        if (folder)
        {
            Directory.CreateSymbolicLink(Path.Combine(checkout, ".ashlar"), outside);
        }
        else
        {
            Directory.CreateDirectory(Path.Combine(checkout, ".ashlar"));
            File.CreateSymbolicLink(Path.Combine(checkout, SecretStore.FilePath), Path.Combine(outside, "secrets.env"));
        }

        var refused = Assert.Throws<ProblemException>(() => SecretStore.Open(checkout, _ => null));

        Assert.Equal("secret.file-link", refused.Problems[0].Code);
    }

    [Fact]
    public void The_environment_goes_before_the_file_and_what_is_missing_is_named()
    {
        Write("A=from-file\nB=from-file-too\n");
        var store = SecretStore.Open(checkout, name => name is "A" ? "from-environment" : null);

        Assert.Equal(("from-environment", "from-file-too", null), (store.Find("A"), store.Find("B"), store.Find("C")));
        var missing = Assert.Throws<ProblemException>(() => store.Take(["B", "C", "D", "C"]));
        Assert.Equal(
            (2, "secret.missing,secret.missing"),
            (missing.ExitStatus, string.Join(',', missing.Problems.Select(problem => problem.Code)))
        );
    }

    [Fact]
    public void All_pairs_of_the_file_are_masked_and_so_are_those_asked_for()
    {
        var (filed, given) = (SecretTextTests.Made(20), SecretTextTests.Made(20));
        Write($"FILED={filed}\n");

        var mask = SecretStore.Open(checkout, name => name is "GIVEN" ? given : null).MaskOf(["GIVEN"]);

        Assert.Equal("[secret FILED] [secret GIVEN]", mask.Mask($"{filed} {given}"));
    }

    [Fact]
    public void A_line_that_is_no_pair_is_named_without_its_content()
    {
        Write("A=kd83hd02kd\nhunter-two-is-here\nB=\"never closed\n");

        var broken = Assert.Throws<ProblemException>(() => SecretStore.Open(checkout, _ => null));

        Assert.Equal([2, 3], broken.Problems.Select(problem => problem.Line!.Value));
        Assert.DoesNotContain(broken.Problems, problem => problem.ToString().Contains("hunter", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_others_can_read_is_warned_of()
    {
        Write("A=kd83hd02kd\n");
        var file = Path.Combine(checkout, SecretStore.FilePath);
        Assert.Empty(SecretStore.Open(checkout, _ => null).Warnings);

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        Assert.Equal(
            ("secret.file-mode", true),
            SecretStore.Open(checkout, _ => null).Warnings.Select(problem => (problem.Code, problem.Warning)).Single()
        );
    }

    [Fact]
    public void Without_a_file_there_are_only_the_secrets_of_the_environment() =>
        Assert.Equal(
            new Dictionary<string, string> { ["A"] = "value" },
            SecretStore.Open(checkout, name => name is "A" ? "value" : null).Take(["A"])
        );

    public void Dispose() => Directory.Delete(checkout, recursive: true);

    private void Write(string text)
    {
        var file = Path.Combine(checkout, SecretStore.FilePath);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
