using System.Text;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>Reads a change as gates will see it.</summary>
/// <param name="git">Git on the repository.</param>
/// <param name="before">The task base.</param>
/// <param name="now">The tree that is judged.</param>
/// <param name="filesBefore">The base's files.</param>
/// <param name="filesNow">The tree's files.</param>
internal sealed class ChangeReader(Git git, string before, string now, TreeFiles filesBefore, TreeFiles filesNow)
{
    private const string Link = "120000";

    /// <summary>Reads each file that differs.</summary>
    /// <exception cref="GitException">Git cannot read or write.</exception>
    public async Task<IReadOnlyList<FileReading>> ReadAsync(IReadOnlyList<FileChange> changes, CancellationToken cancellationToken)
    {
        using var old = new CheckedOutFiles(git, before, filesBefore);
        using var fresh = new CheckedOutFiles(git, now, filesNow);
        await old.CheckOutAsync([.. changes.Where(file => IsPlain(file.OldMode)).Select(file => file.Path)], cancellationToken)
            .ConfigureAwait(false);
        await fresh
            .CheckOutAsync([.. changes.Where(file => IsPlain(file.NewMode)).Select(file => file.Path)], cancellationToken)
            .ConfigureAwait(false);
        var readings = new List<FileReading>();
        foreach (var file in changes)
        {
            readings.Add(await OneAsync(file, old, fresh, cancellationToken).ConfigureAwait(false));
        }

        return readings;
    }

    private async Task<FileReading> OneAsync(
        FileChange file,
        CheckedOutFiles old,
        CheckedOutFiles fresh,
        CancellationToken cancellationToken
    )
    {
        var path = file.Path;
        var bytesBefore = await BeforeAsync(file, old, cancellationToken).ConfigureAwait(false);
        var textBefore = bytesBefore is null ? null : FileText.Of(path, bytesBefore);
        if (file.Kind == ChangeKind.Deleted)
        {
            return textBefore?.Text is { } gone ? FileReading.Text(new ChangedFile(path, gone, null)) : FileReading.Data(path, null);
        }

        if (file.NewMode == Link)
        {
            var target = Encoding.UTF8.GetString(await filesNow.ContentAsync(path).ConfigureAwait(false) ?? []);
            return IsHarmless(path, target)
                ? FileReading.Data(path, null)
                : FileReading.Unreadable(path, $"is a link to {ShownText.Line(target)}");
        }

        if (!IsPlain(file.NewMode))
        {
            return FileReading.Unreadable(path, "is a repository within the repository");
        }

        var bytes = await fresh.ContentAsync(path, cancellationToken).ConfigureAwait(false) ?? [];
        if (FileRoles.IsProgram(path, bytes))
        {
            return FileReading.Unreadable(path, "is a compiled program or library");
        }

        if (
            FileRoles.IsCode(path)
            && await IsPointerAsync(filesNow, path).ConfigureAwait(false)
            && !await IsPointerAsync(filesBefore, path).ConfigureAwait(false)
        )
        {
            return FileReading.Unreadable(path, "is kept by Git LFS, so that commits and diffs hold only a pointer to it");
        }

        var text = FileText.Of(path, bytes);
        if (text is { Text: { } content, IsSingleByte: false })
        {
            return FileReading.Text(new ChangedFile(path, textBefore?.Text, content));
        }

        if (text.IsSingleByte && (textBefore is { IsSingleByte: true } || !FileRoles.IsRead(path)))
        {
            return FileReading.Text(new ChangedFile(path, textBefore?.Text, text.Text));
        }

        var reason = text.Reason ?? "is neither UTF-8 nor in an encoding that it names";
        return FileRoles.IsRead(path) || (StackCatalog.All.IsSupport(path) && textBefore?.Text is not null)
            ? FileReading.Unreadable(path, reason)
            : FileReading.Data(path, bytes);
    }

    /// <summary>What stood there before; where a link stood, what it led to.</summary>
    private async Task<byte[]?> BeforeAsync(FileChange file, CheckedOutFiles old, CancellationToken cancellationToken)
    {
        if (file.Kind == ChangeKind.Created || (!IsPlain(file.OldMode) && file.OldMode != Link))
        {
            return null;
        }

        if (file.OldMode != Link)
        {
            return await old.ContentAsync(file.Path, cancellationToken).ConfigureAwait(false);
        }

        var target = Encoding.UTF8.GetString(await filesBefore.ContentAsync(file.Path).ConfigureAwait(false) ?? []);
        return await filesBefore.ContentAsync(ClosureReader.Join(Folder(file.Path), target)).ConfigureAwait(false);
    }

    /// <summary>Whether a link leads to documents or data only.</summary>
    private bool IsHarmless(string path, string target)
    {
        if (FileRoles.IsRead(path) && Path.HasExtension(path) || target.StartsWith('/'))
        {
            return false;
        }

        var place = ClosureReader.Join(Folder(path), target);
        if (filesNow.Paths.Contains(place))
        {
            return !FileRoles.IsRead(place);
        }

        var below = filesNow.Paths.Where(other => other.StartsWith(place + "/", StringComparison.Ordinal)).ToList();
        return below.Count > 0 ? !below.Exists(FileRoles.IsRead) : !TestPaths.IsCode(path);
    }

    private static async Task<bool> IsPointerAsync(TreeFiles files, string path) =>
        await files.ContentAsync(path).ConfigureAwait(false) is { } bytes && LfsPointer.Of(bytes) is not null;

    private static bool IsPlain(string mode) => mode.StartsWith("100", StringComparison.Ordinal);

    private static string Folder(string path) => path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
}
