using System.Text;
using System.Text.Json;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary><c>Read</c>: a text file with line numbers, an image as an image, or the whole of an output that was cut.</summary>
internal sealed class ReadTool : ITool
{
    private const long LargestFile = 64L * 1024 * 1024;
    private const long LargestImage = 5L * 1024 * 1024;
    private const int DefaultLines = 2000;
    private const int MostText = 120_000;
    private const string Artifact = "artifact:";

    /// <inheritdoc/>
    public ToolSpec Spec { get; } =
        ToolText.Spec(
            "Read",
            "Reads a file. Each line follows its number and a tab, which are not in the file. At most 2000 lines at once; offset (first line, from 1) and limit for more. Images come as images.",
            """{"file_path":{"type":"string"},"offset":{"type":"integer"},"limit":{"type":"integer"}}""",
            "\"file_path\""
        );

    /// <inheritdoc/>
    public Repetition Repetition => Repetition.Pure;

    /// <inheritdoc/>
    public Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Answer(input, context));

    private static ToolAnswer Answer(JsonElement input, ToolContext context)
    {
        var written = input.Text("file_path")!;
        var offset = (int)Math.Clamp(input.Number("offset") ?? 1, 1, int.MaxValue);
        var limit = (int)Math.Clamp(input.Number("limit") ?? DefaultLines, 1, int.MaxValue);
        if (written.StartsWith(Artifact, StringComparison.Ordinal))
        {
            return ReadArtifact(written[Artifact.Length..], context, offset, limit);
        }

        var files = context.Workspace.Files;
        var (path, refusal) = PathRules.ForReading(context, files, written);
        if (refusal is not null)
        {
            return refusal;
        }

        var (read, place) = Opened(context, files, path);
        if (place is null)
        {
            return PathRules.Missing(context, files, path);
        }

        if (!read.Ok)
        {
            return read.Problem.Code switch
            {
                FileProblems.Missing => PathRules.Missing(context, files, path),
                FileProblems.Directory => ToolAnswer.Failed($"{(path.Length == 0 ? "." : path)} is a folder.{Listing(context)}"),
                _ => ToolAnswer.Refused(read.Problem, read.Problem.ToString()),
            };
        }

        var bytes = read.Value.Bytes;
        var seen = new FileSeen(place, ArtifactFolder.HashOf(bytes));
        path = place == path ? path : $"{path} (a link to {place})";
        if (MediaType(bytes) is { } media)
        {
            if (context.Mask.Search.Count(bytes).Keys.FirstOrDefault() is { } secret)
            {
                return ToolAnswer.Failed($"{path} is an image that holds {SecretMask.Placeholder(secret)}; it cannot be shown.");
            }

            return bytes.Length > LargestImage
                ? ToolAnswer.Failed($"{path} is an image of {bytes.Length} bytes; at most {LargestImage} can be shown.")
                : new ToolAnswer([new RawImage(new ImageBlock(media, Convert.ToBase64String(bytes)))], IsError: false) { Effects = [seen] };
        }

        return TextFile.Decode(bytes) is { } text
            ? ToolAnswer.Of(Show(path, text with { Text = context.Mask.Mask(text.Text) }, offset, limit), seen)
            : ToolAnswer.Failed(
                $"{path} is a binary file of {bytes.Length} bytes.{(context.Offers("Bash") ? " Look at it with a program through Bash if you need to." : "")}"
            );
    }

    private static string Listing(ToolContext context) =>
        context.Offers("Glob") ? " List it with Glob."
        : context.Offers("Bash") ? " List it with `ls`."
        : "";

    /// <summary>
    /// Opens a file: through links as far as they stay inside the repository and what may be read, and from the checkout where the sandbox
    /// shows commands the checkout's instead. The place is null where the link leads to what is hidden.
    /// </summary>
    private static (FileResult<FileContent> Read, string? Place) Opened(ToolContext context, SafeFiles files, string path)
    {
        var read = files.Read(path, LargestFile);
        if (!read.Ok && read.Problem.Code == FileProblems.Symlink)
        {
            var (target, outside) = LinkedPath.Of(files, context.Workspace, path);
            if (target is null)
            {
                var problem = new Problem(
                    FileProblems.Symlink,
                    $"{path} leads through a symbolic link out of the repository, to {outside}"
                );
                return (problem with { Path = path }, path);
            }

            if (!context.Scope.DecideRead(target).Allowed)
            {
                return (read, null);
            }

            return (SharedFile.Read(context, target, files.Read(target, LargestFile), LargestFile), target);
        }

        return (SharedFile.Read(context, path, read, LargestFile), path);
    }

    private static string Show(string path, TextFile file, int offset, int limit)
    {
        if (file.Text.Length == 0)
        {
            return $"{path} is there and empty.";
        }

        var lines = TextFile.Lines(file.Text);
        if (offset > lines.Count)
        {
            return $"{path} has {lines.Count} lines; there is no line {offset}.";
        }

        var text = new StringBuilder();
        var number = offset;
        for (; number <= lines.Count && number - offset < limit && text.Length < MostText; number++)
        {
            NumberedLines.Append(text, number, lines[number - 1]);
        }

        if (number <= lines.Count)
        {
            _ = text.Append($"(lines {offset} to {number - 1} of {lines.Count}; continue with offset={number})\n");
        }

        _ = text.Append(file.HasCarriageReturns ? "(lines end with CR LF; Edit keeps that)\n" : "")
            .Append(file.IsValid ? "" : "(not valid UTF-8; some characters are shown as \uFFFD)\n")
            .Append(file.Text.EndsWith('\n') || number <= lines.Count ? "" : "(no line end at the end)\n");
        return text.ToString().TrimEnd('\n');
    }

    private static ToolAnswer ReadArtifact(string hash, ToolContext context, int offset, int limit)
    {
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower) || !File.Exists(context.Artifacts.PathOf(hash)))
        {
            return ToolAnswer.Failed($"There is no {Artifact}{hash[..Math.Min(hash.Length, 80)]}.");
        }

        using var reader = new StreamReader(OrdinaryFile.OpenRead(context.Artifacts.PathOf(hash)), Encoding.UTF8);
        var text = new StringBuilder();
        var number = 1;
        var buffer = new StringBuilder();
        while (text.Length < MostText && number - offset < limit && NextLine(reader, buffer))
        {
            if (number >= offset)
            {
                NumberedLines.Append(text, number, ConsoleText.Clean(buffer.ToString()));
            }

            number++;
        }

        return ToolAnswer.Of(
            text.Length == 0 ? $"It has {number - 1} lines; there is no line {offset}."
            : reader.Peek() >= 0 ? text.Append($"(continue with offset={number})").ToString()
            : text.ToString().TrimEnd('\n')
        );
    }

    /// <summary>Reads one line of whatever length, keeping only what is shown of it.</summary>
    private static bool NextLine(StreamReader reader, StringBuilder line)
    {
        _ = line.Clear();
        int letter;
        var any = false;
        while ((letter = reader.Read()) >= 0)
        {
            any = true;
            if (letter == '\n')
            {
                return true;
            }

            if (line.Length <= NumberedLines.LongestLine)
            {
                _ = line.Append((char)letter);
            }
        }

        return any;
    }

    internal static string? MediaType(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8) ? "image/gif"
        : bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? "image/webp"
        : null;
}
