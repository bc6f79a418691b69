using StoreForensics.Model;

namespace StoreForensics.Host;

/// <summary>
/// Which distribution it is: os-release(5). <c>etc/os-release</c> is usually a symlink to <c>../usr/lib/os-release</c>; the link is not followed, both places
/// are looked at.
/// </summary>
internal static class OsRelease
{
    public static HostOs? Read(HostFiles files)
    {
        int? etc = files.Node("etc/os-release"u8) is int node && files.IsFile(node) ? node : null;
        return (etc ?? files.File("usr/lib/os-release"u8)) is int file && files.ReadAll(file) is { } bytes ? Parse(files, file, bytes) : null;
    }

    private static HostOs? Parse(HostFiles files, int file, byte[] bytes)
    {
        HostText? pretty = null, id = null, versionId = null, version = null;
        int number = 0, offset = 0;
        foreach (Range range in bytes.AsSpan().Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = bytes.AsSpan()[range];
            number++;
            Take("PRETTY_NAME="u8, line, ref pretty);
            Take("ID="u8, line, ref id);
            Take("VERSION_ID="u8, line, ref versionId);
            Take("VERSION="u8, line, ref version);
            offset += line.Length + 1;
        }
        return pretty is null && id is null && versionId is null && version is null ? null : new HostOs(pretty, id, versionId ?? version, files.Origin(file));

        // Sourced by shells: the last assignment counts.
        void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> line, ref HostText? value)
        {
            line = line.Trim(" \t\r"u8);
            if (line.StartsWith(name))
                value = Unquote(line[name.Length..]) is { Length: > 0 } text ? files.Keep(file, text, number, offset) : null;
        }
    }

    /// <summary>A value without its quotes and backslashes: <c>"a \"b\""</c>, <c>'a'</c> or
    /// <c>a</c>. What stands behind the closing quote is left out.</summary>
    public static byte[] Unquote(ReadOnlySpan<byte> value)
    {
        byte quote = !value.IsEmpty && (value[0] is (byte)'"' or (byte)'\'') ? value[0] : (byte)0;
        var plain = new List<byte>(value.Length);
        for (int i = quote == 0 ? 0 : 1; i < value.Length && !(quote != 0 && value[i] == quote); i++)
        {
            // In single quotes a shell knows no escapes.
            bool isEscape = value[i] == '\\' && quote != '\'' && i + 1 < value.Length;
            plain.Add(value[isEscape ? ++i : i]);
        }
        return [.. plain];
    }
}
