using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Carving;

/// <summary>Tells documents of JSON that belong to stores by the members that they have; what ends before its document does is none.</summary>
internal static class JsonPiece
{
    /// <summary>Of a document that is looked at: more than engines write of one container or image.</summary>
    public const int MostBytes = 1 << 20;

    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<byte> s_blank = SearchValues.Create(" \t\r\n"u8);

    /// <summary>What a document is.</summary>
    /// <param name="Kind">See <see cref="PieceKind"/>.</param>
    /// <param name="Bytes">With the line's end that belongs to it.</param>
    /// <param name="Id">See <see cref="CarvedPiece.Id"/>.</param>
    /// <param name="ImageId">See <see cref="CarvedPiece.ImageId"/>.</param>
    /// <param name="Newest">See <see cref="CarvedPiece.Newest"/>.</param>
    /// <param name="Created">See <see cref="CarvedPiece.Created"/>.</param>
    internal readonly record struct Found(PieceKind Kind, int Bytes, string? Id, string? ImageId, string Newest, Timestamp? Created = null);

    /// <summary>Whether a block may begin such a document: a cheap look at its first bytes.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> block)
    {
        if (block.Length < 64 || (block[0] != '{' && block[0] != '['))
            return false;
        int next = block[1..].IndexOfAnyExcept(s_blank);
        return next >= 0 && block[1 + next] == (block[0] == '{' ? '"' : '{') && block[..64].IndexOf((byte)0) < 0;
    }

    /// <summary>Null for what is no document of a store.</summary>
    public static Found? Of(ReadOnlySpan<byte> bytes)
    {
        if (JsonExtent.LengthOf(bytes) is not int length)
            return null;
        using JsonDocument? document = GoJsonParser.TryParse(bytes[..length].ToArray());
        return document is null ? null : Of(document.RootElement, bytes, length);
    }

    private static Found? Of(JsonElement root, ReadOnlySpan<byte> bytes, int length)
    {
        int line = length < bytes.Length && bytes[length] == '\n' ? length + 1 : length;
        if (root.ValueKind == JsonValueKind.Array)
            return root.GetArrayLength() > 0 && root.EnumerateArray().All(e => IsId(Text(e, "id")) && Text(e, "layer") is not null)
                ? new Found(PieceKind.StorageContainers, line, null, null, "") : null;
        if (IsId(Text(root, "ID")) && Has(root, "State", JsonValueKind.Object) && Has(root, "Config", JsonValueKind.Object))
            return new Found(PieceKind.ContainerConfig, line, AgreesOnId(root) ? Text(root, "ID") : null, Text(root, "Image"), NewestOf(root),
                Text(root, "Created") is { } created ? Timestamp.TryParse(created) : null);
        if (Has(root, "rootfs", JsonValueKind.Object) && root.GetProperty("rootfs").TryGetProperty("diff_ids", out _))
            return new Found(PieceKind.ImageConfig, length, Digest(bytes[..length]), null, "");
        if (Has(root, "schemaVersion", JsonValueKind.Number))
            return root.TryGetProperty("layers", out _) || root.TryGetProperty("manifests", out _)
                ? new Found(PieceKind.Manifest, length, Digest(bytes[..length]), null, "") : null;
        if (Has(root, "Repositories", JsonValueKind.Object))
            return new Found(PieceKind.Repositories, line, null, null, "");
        if (Has(root, "ociVersion", JsonValueKind.String) && Has(root, "process", JsonValueKind.Object))
            return new Found(PieceKind.RuntimeSpec, line, null, null, "");
        return Has(root, "NetworkMode", JsonValueKind.String) && Has(root, "LogConfig", JsonValueKind.Object)
            ? new Found(PieceKind.HostConfig, line, null, null, "") : null;
    }

    // The engine's own files of a container lie below its id: a document that says another one there is torn, or of two.
    private static bool AgreesOnId(JsonElement root)
    {
        string id = Text(root, "ID")!;
        foreach (string member in (string[])["LogPath", "HostnamePath", "HostsPath", "ResolvConfPath"])
        {
            if (Text(root, member) is { Length: > 0 } path && !path.Contains(id, StringComparison.Ordinal))
                return false;
        }
        return true;
    }

    private static string NewestOf(JsonElement root)
    {
        JsonElement state = root.GetProperty("State");
        string newest = "";
        foreach (string? time in (string?[])[Text(root, "Created"), Text(state, "StartedAt"), Text(state, "FinishedAt")])
        {
            if (time is not null && string.CompareOrdinal(time, newest) > 0)
                newest = time;
        }
        return newest;
    }

    private static bool Has(JsonElement root, string member, JsonValueKind kind) =>
        root.TryGetProperty(member, out JsonElement value) && value.ValueKind == kind;

    private static string? Text(JsonElement root, string member)
    {
        bool isText = root.ValueKind == JsonValueKind.Object && root.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String;
        return isText ? root.GetProperty(member).GetString() : null;
    }

    private static bool IsId(string? text) => text is { Length: 64 } && !text.AsSpan().ContainsAnyExcept(s_hexadecimal);

    private static string Digest(ReadOnlySpan<byte> bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
