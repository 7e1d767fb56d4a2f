using System.Text;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Secrets;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class OutputCaptureTests
{
    private static readonly CommandLimits Small = new() { OutputHead = 10, OutputTail = 6 };

    [Fact]
    public void Output_that_fits_is_kept_whole()
    {
        using var capture = new OutputCapture(Small, null, null);
        capture.Write("0123456789abcdef"u8);

        Assert.Equal(new CapturedOutput("0123456789abcdef", "", 0, 16, null), capture.Complete());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public void Of_long_output_start_and_end_are_kept_however_it_arrives(int piece)
    {
        using var capture = new OutputCapture(Small, null, null);
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50).Select(number => (char)('A' + number % 26))));
        foreach (var part in text.Chunk(piece))
        {
            capture.Write(part);
        }

        Assert.Equal(new CapturedOutput("ABCDEFGHIJ", "STUVWX", 34, 50, null), capture.Complete());
    }

    [Fact]
    public void A_cut_never_leaves_half_a_character()
    {
        using var capture = new OutputCapture(Small, null, null);
        capture.Write("12345678€-----------€€1"u8);

        Assert.Equal(new CapturedOutput("12345678", "€1", 17, 29, null), capture.Complete());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("y\n")]
    [Trait("case", "SHELL-005")]
    public void Output_without_end_takes_no_more_memory_than_what_is_kept(string unit)
    {
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, 65_536 / unit.Length)));
        using var capture = new OutputCapture(new CommandLimits { OutputTotal = long.MaxValue }, null, null);
        capture.Write(piece);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var written = 0; written < 1600; written++)
        {
            capture.Write(piece);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_000_000);
        Assert.Equal(1601L * piece.Length, capture.Complete().TotalBytes);
    }

    [Fact]
    public void Binary_output_becomes_valid_text()
    {
        using var capture = new OutputCapture(Small, null, null);
        capture.Write([0xff, 0x00, 0xc3]);

        Assert.Equal("\uFFFD\0\uFFFD", capture.Complete().Text);
    }

    [Fact]
    [Trait("case", "SECRET-003")]
    public void A_secret_is_masked_at_every_split_in_memory_and_on_disk()
    {
        var secret = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20));
        var mask = SecretMask.Of([new("TOKEN", secret)]);
        var path = Path.GetTempFileName();
        for (var split = 0; split <= secret.Length; split++)
        {
            using var capture = new OutputCapture(new CommandLimits(), mask, path);
            capture.Write(Encoding.UTF8.GetBytes("a" + secret[..split]));
            capture.Write(Encoding.UTF8.GetBytes(secret[split..] + "b"));

            Assert.Equal("a[secret TOKEN]b", capture.Complete().Text);
            Assert.Equal("a[secret TOKEN]b", File.ReadAllText(path));
        }

        File.Delete(path);
    }

    [Fact]
    public void Following_output_gives_every_byte_once()
    {
        var path = Path.GetTempFileName();
        using var capture = new OutputCapture(Small, null, path);
        var seen = new StringBuilder();
        var offset = 0L;
        for (var line = 0; line < 40; line++)
        {
            capture.Write(Encoding.UTF8.GetBytes($"line {line} €\n"));
            if (line % 3 == 0)
            {
                Follow();
            }
        }

        capture.Complete();
        Follow();
        Assert.Equal(string.Concat(Enumerable.Range(0, 40).Select(line => $"line {line} €\n")), seen.ToString());
        File.Delete(path);

        void Follow()
        {
            string text;
            do
            {
                (text, offset) = capture.Since(offset);
                seen.Append(text);
            } while (text.Length > 0);
        }
    }

    [Fact]
    public void Without_a_file_what_fell_out_between_is_said()
    {
        using var capture = new OutputCapture(Small, null, null);
        capture.Write("0123456789......abcdef"u8);

        Assert.Equal(("56789\n… 6 bytes cut …\nabcdef", 22L), Collapse(capture, 5));
    }

    private static (string Text, long Offset) Collapse(OutputCapture capture, long offset)
    {
        var first = capture.Since(offset);
        var second = capture.Since(first.Offset);
        return (first.Text + second.Text, second.Offset);
    }
}
