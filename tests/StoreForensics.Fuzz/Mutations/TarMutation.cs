using System.IO.Compression;

namespace StoreForensics.Fuzz.Mutations;

/// <summary>
/// Changes a tar by its members: what a member holds by what it is (JSON, bolt, SQLite, tar-split, log, archive), its header, its place and number.
/// </summary>
internal static class TarMutation
{
    public static Input Of(Seed seed, Random random)
    {
        List<TarMember> members = TarMembers.Of(seed.Bytes);
        if (members.Count == 0 || random.Next(10) == 0)
            return ByteMutation.Of(seed, random);
        int[] worth = [.. Enumerable.Range(0, members.Count).Where(i => members[i].IsFile && members[i].Content.Length > 0 && !IsPayload(members[i]))];
        for (int i = 1 << random.Next(4); i > 0 && members.Count > 1; i--)
            One(members, worth.Length > 0 && random.Next(6) > 0 ? worth[random.Next(worth.Length)] % members.Count : random.Next(members.Count), random);
        return new Input(seed, TarMembers.Write(members));
    }

    // Files of layers are bytes to most readers; the metadata around them is what is parsed.
    private static bool IsPayload(TarMember member) => member.Name.Contains("/diff/", StringComparison.Ordinal);

    private static void One(List<TarMember> members, int at, Random random)
    {
        TarMember member = members[at];
        switch (random.Next(12))
        {
            case 0:
                members[at] = Header(member, random);
                break;
            case 1:
                members.RemoveAt(at);
                break;
            case 2:
                members.Insert(random.Next(members.Count), member);
                break;
            case 3:
                members[at] = TarMembers.With(member, members[random.Next(members.Count)].Content);
                break;
            case 4:
                members[at] = TarMembers.With(member, random.Next(2) == 0 ? [] : member.Content[..random.Next(member.Content.Length + 1)]);
                break;
            default:
                members[at] = TarMembers.With(member, Content(member.Content, random));
                break;
        }
    }

    private static TarMember Header(TarMember member, Random random)
    {
        byte[] header = [.. member.Header];
        (int from, int count) = random.Next(6) switch
        {
            0 => (156, 1),
            1 => (100, 24),
            2 => (136, 12),
            3 => (157, 100),
            4 => (0, 100),
            _ => (329, 16),
        };
        for (int i = random.Next(1, 5); i > 0; i--)
            header[from + random.Next(count)] =
                from == 156 ? "01234567xgLKSVD"u8[random.Next(15)] : random.Next(2) == 0 ? (byte)random.Next(256) : "0/.7\0"u8[random.Next(5)];
        TarMembers.Sum(header);
        return new TarMember(header, member.Content);
    }

    public static byte[] Content(byte[] content, Random random) => content switch
    {
        [(byte)'{' or (byte)'[' or (byte)'"', ..] => JsonMutation.Of(content, random),
        [0x1F, 0x8B, ..] when content.Length < 1 << 20 && random.Next(8) > 0 => Packed(content, random),
        _ => Bytes(content, random),
    };

    private static byte[] Packed(byte[] gzip, Random random)
    {
        try
        {
            using var unpacked = new MemoryStream();
            using (var reader = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress))
                reader.CopyTo(unpacked);
            var packed = new MemoryStream();
            using (var writer = new GZipStream(packed, CompressionLevel.Fastest))
                writer.Write(Content(unpacked.ToArray(), random));
            return packed.ToArray();
        }
        catch (InvalidDataException)
        {
            return Bytes(gzip, random);
        }
    }

    private static byte[] Bytes(byte[] content, Random random)
    {
        Input changed = ByteMutation.Of(new Seed("", [.. content]), random);
        return changed.ToArray();
    }
}
