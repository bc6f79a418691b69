using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Ewf;

/// <summary>Finds an image's segments, reads their sections, and gives every table its place, also where segments are missing.</summary>
internal static class EwfSegments
{
    /// <summary>Reads all of them, beginning with the first.</summary>
    /// <exception cref="EvidenceOpenException">The file is not the first segment.</exception>
    /// <exception cref="EvidenceFormatException">Nothing says how large the medium is.</exception>
    public static EwfReader Read(DiskOpening opening, DiskFile file)
    {
        var reader = new EwfReader(opening);
        EwfReader.CheckHeader(file, 1);
        reader.Read(file, 1);
        int last = 1, gaps = 0, gapAt = 0;
        foreach ((int number, string name) in Others(opening, file))
        {
            if (reader.IsDone)
                break;
            DiskFile segment = opening.Files.Open(name, "the segment");
            try
            {
                EwfReader.CheckHeader(segment, number);
            }
            catch (EvidenceFormatException damage)
            {
                opening.Damage(damage.Code, segment, damage.Message, damage.Offset);
                continue; // as good as missing
            }
            if (number > last + 1)
            {
                (gaps, gapAt) = (gaps + 1, gaps == 0 ? reader.Tables.Count : gapAt);
                string missing = number == last + 2 ? $"segment {last + 1} is" : $"segments {last + 1} to {number - 1} are";
                opening.Damage(DiskProblems.MissingPart, file, $"{missing} missing: what they hold cannot be read", last + 1);
            }
            reader.Read(segment, number);
            last = number;
        }
        if (!reader.IsDone)
            opening.Damage(DiskProblems.MissingPart, file,
                $"the last segment found, number {last}, is not the image's last, or its end is damaged: what follows cannot be read", last);
        if (reader.Volume is not { } volume)
            throw new EvidenceFormatException(DiskProblems.BadHeader,
                $"{file.Shown}: no volume section that can be read: nothing says how large the medium is");
        Place(reader, volume, gaps, gapAt);
        return reader;
    }

    private static List<(int Number, string Name)> Others(DiskOpening opening, DiskFile file)
    {
        int dot = file.Name.LastIndexOf('.');
        string stem = file.Name[..(dot + 1)], ending = file.Name[(dot + 1)..];
        if (dot < 0 || ending.Length == 0 || EwfNames.Number(ending[0], ending) != 1)
            return [];
        return [.. opening.Files.NamesBeginning(stem)
            .Select(n => (Number: EwfNames.Number(ending[0], n[stem.Length..]) ?? 0, Name: n))
            .Where(n => n.Number is > 1 and <= EwfLayout.MaxSegments).OrderBy(n => n.Number)];
    }

    // A table does not say which chunks it lists. With one gap, and the end there, counting back from the end tells; what follows a second gap has no place.
    private static void Place(EwfReader reader, EwfVolume volume, int gaps, int gapAt)
    {
        long next = 0;
        int counted = gaps == 0 ? reader.Tables.Count : gapAt;
        for (int i = 0; i < counted; i++)
        {
            reader.Tables[i].FirstChunk = next;
            next += reader.Tables[i].Count;
        }
        long end = volume.Chunks;
        bool isKnown = gaps == 1 && reader.IsDone && end > 0;
        for (int i = reader.Tables.Count - 1; i >= counted; i--)
        {
            end -= reader.Tables[i].Count;
            isKnown &= end >= next;
            reader.Tables[i].FirstChunk = end;
        }
        if (!isKnown && gaps > 0)
            reader.Tables.RemoveRange(counted, reader.Tables.Count - counted);
    }
}
