using StoreForensics.Model;

namespace StoreForensics.Host;

/// <summary>Who is in the group <c>docker</c>: group(5) <c>name:password:gid:users</c>, passwd(5) <c>name:password:uid:gid:…</c>.</summary>
internal static class DockerGroup
{
    /// <summary>Those on the group's list first, in its order; null where there is no such group.</summary>
    public static IReadOnlyList<HostMember>? Read(HostFiles files)
    {
        List<HostMember>? members = null;
        byte[]? gid = null;
        if (files.File("etc/group"u8) is int group)
        {
            files.ReadLines(group, (line, number, offset) =>
            {
                if (!Field(line, 0).SequenceEqual("docker"u8))
                    return true;
                gid = Field(line, 2).ToArray();
                members = [];
                foreach (Range range in Field(line, 3).Split((byte)','))
                    Add(members, group, Field(line, 3)[range].Trim(" \t"u8), number, offset, isPrimary: false);
                return false;
            });
        }
        if (gid is not { Length: > 0 } || members is null || files.File("etc/passwd"u8) is not int passwd)
            return members;
        files.ReadLines(passwd, (line, number, offset) =>
        {
            if (Field(line, 3).SequenceEqual(gid))
                Add(members, passwd, Field(line, 0), number, offset, isPrimary: true);
            return true;
        });
        return members;

        void Add(List<HostMember> to, int file, ReadOnlySpan<byte> name, int number, long? offset, bool isPrimary)
        {
            if (name.IsEmpty)
                return;
            if (to.Count < files.Limits.Files)
                to.Add(new HostMember(files.Keep(file, name, number, offset), isPrimary, files.Origin(file, offset)));
            else
                files.Problems.Note("SF-HOST-0009", files.Origin(file),
                    $"names more than {files.Limits.Files} members of the group docker; the first are kept");
        }
    }

    // Empty where the line has fewer.
    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, int index)
    {
        for (; index > 0; index--)
        {
            int colon = line.IndexOf((byte)':');
            line = colon < 0 ? default : line[(colon + 1)..];
        }
        int end = line.IndexOf((byte)':');
        return end < 0 ? line : line[..end];
    }
}
