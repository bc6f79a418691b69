using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Findings.Contents;

/// <summary>
/// Lines that Podman itself adds to /etc/passwd and /etc/group of a container that it starts as a user whom the image does not know (Podman,
/// libpod/container_internal_common.go, generateUserPasswdEntry and generateGroupEntry): <c>NAME:*:UID:GID:…</c>, with which nobody can log in.
/// </summary>
internal static class EngineAccounts
{
    private const int MaxBytes = 64 << 10;
    private const string PodmansEra = "containers-storage";

    /// <summary>Whether such a line is all by which a container's file differs from that below.</summary>
    /// <param name="container">Whose file it is.</param>
    /// <param name="path">Absolute in the container.</param>
    /// <param name="content">Where its bytes lie.</param>
    /// <param name="below">What showed before.</param>
    public static bool Explain(Container container, ReadOnlySpan<byte> path, EntryRef? content, ViewEntry? below)
    {
        bool isGroup = path.SequenceEqual("/etc/group"u8);
        if ((!isGroup && !path.SequenceEqual("/etc/passwd"u8)) || container.Store.Era != PodmansEra || Id(container, isGroup) is not { } id
            || content is not { Facts: { Kind: EntryKind.File, Size: <= MaxBytes } } now || below is not { Facts: { Kind: EntryKind.File, Size: <= MaxBytes } }
            || FileContent.Of(below.Value) is not { } before)
            return false;
        return Text(now) is { } text && Text(new EntryRef(before.Layer.Files!.Source, before.Node)) is { } old
            && text.StartsWith(old, StringComparison.Ordinal) && IsLine(text[old.Length..], isGroup, id);
    }

    // "1000:1000" as it was asked for; root is in every image.
    private static string? Id(Container container, bool isGroup)
    {
        string[] parts = (container.Config?.User ?? "").Split(':');
        string id = isGroup && parts.Length > 1 ? parts[1] : parts[0];
        return uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number > 0 ? id : null;
    }

    private static bool IsLine(string added, bool isGroup, string id)
    {
        string line = added.Trim('\n');
        string[] fields = line.Split(':');
        return !line.Contains('\n') && fields.Length == (isGroup ? 4 : 7) && fields[2] == id && fields[1] == (isGroup ? "x" : "*");
    }

    private static string? Text(EntryRef file)
    {
        try
        {
            return Encoding.Latin1.GetString(StoredFile.ReadHead(file.Source, file.Node, MaxBytes));
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            // Whoever needs the file says so.
            return null;
        }
    }
}
