using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Luks;

/// <summary>An encrypted volume in a part: opened with the key that was given, or named with what it would take.</summary>
internal sealed class LuksDivider : IDivider
{
    /// <inheritdoc/>
    public IReadOnlyList<Slice>? Divide(Partition part, DivisionContext context)
    {
        bool isMarked = part.Content.Kind == FormatKind.Luks;
        if (!isMarked && !(part.Content.Kind == FormatKind.Unknown && Luks2Header.HasSecond(part.Blocks)))
            return null;
        try
        {
            LuksHeader header = Read(part.Blocks);
            if (header.Copies is { } copies)
                context.Log.Warn(LuksProblems.SecondCopy, copies);
            return Open(part, header, context);
        }
        catch (EvidenceFormatException damage) when (damage.Code == LuksProblems.NotReadCode)
        {
            context.Log.Warn(damage.Code, damage.Message, damage.Offset);
        }
        catch (EvidenceFormatException damage)
        {
            context.Log.Damage(damage.Code, $"the encrypted volume cannot be read: {damage.Message}", damage.Offset);
        }
        return [];
    }

    private static LuksHeader Read(IBlockSource part)
    {
        byte[] head = part.ReadUpTo(0, LuksLayout.Head1Bytes);
        bool isFirst = head.AsSpan().StartsWith(LuksLayout.Magic);
        return isFirst && head.Length > LuksLayout.VersionAt + 1 && head[LuksLayout.VersionAt + 1] == 1 ? Luks1Header.Parse(head) : Luks2Header.Read(part);
    }

    private static Slice[] Open(Partition part, LuksHeader header, DivisionContext context)
    {
        string label = header.Label is null ? "" : $", label {DisplayText.Escape(header.Label)}";
        string shown = $"LUKS {header.Version}, {DisplayText.Escape(header.Cipher)}, UUID {DisplayText.Escape(header.Uuid)}{label}";
        string slots = header.Slots.Count == 0 ? "no key slot in use"
            : "key slots " + string.Join(", ", header.Slots.OrderBy(s => s.Number).Select(s => $"{s.Number} ({DisplayText.Escape(s.Derivation.Words)})"));
        if (header.Requirement is { } requirement)
            throw LuksProblems.NotRead($"{shown}: it requires '{requirement}'");
        if (context.Key is not { } key)
        {
            context.Log.Warn(LuksProblems.NoKey, $"encrypted ({shown}; {slots}), and no key was given (--key FILE): what is in it is missing");
            return [];
        }
        var keys = new LuksKeys(part.Blocks, header);
        Dictionary<string, byte[]>? found = keys.Unlock(key);
        string refused = keys.Refused.Count == 0 ? "" : $"; {string.Join("; ", keys.Refused)}";
        if (found is null)
        {
            context.Log.Damage(LuksProblems.WrongKey, $"encrypted ({shown}; {slots}), and the key that was given opens none of them{refused}: what is in it is missing");
            return [];
        }
        IBlockSource blocks = Join(part.Blocks, header, found);
        return
        [
            new Slice
            {
                Place = "luks",
                Name = header.Label,
                Type = $"LUKS {header.Version}, {header.Cipher}, opened",
                Length = blocks.Length,
                Blocks = blocks,
            },
        ];
    }

    // A segment without a key keeps its place.
    private static IBlockSource Join(IBlockSource part, LuksHeader header, Dictionary<string, byte[]> keys)
    {
        var parts = new List<IBlockSource>();
        foreach (LuksSegment segment in header.Segments)
        {
            if (segment.Offset > part.Length)
                throw LuksProblems.Bad($"its data begins at byte {segment.Offset}, and the part has {part.Length}");
            IBlockSource run = segment.Length is { } length ? JoinedBlocks.Exactly(part, segment.Offset, length, "the end of the encrypted volume")
                : new BlockWindow(part, segment.Offset, part.Length - segment.Offset);
            parts.Add(segment.Cipher is null ? run : keys.TryGetValue(segment.Id, out byte[]? key)
                ? new LuksBlocks(run, SectorCipher.Of(segment.Cipher, key), segment.SectorBytes, segment.Tweak)
                : new MissingBlocks(run.Length, "the key of a part of the encrypted volume"));
        }
        return parts is [var only] ? only : new JoinedBlocks(parts);
    }
}
