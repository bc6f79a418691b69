using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Thin;

/// <summary>A thin pool: devices whose blocks lie anywhere in one data device, as the metadata device says.</summary>
internal sealed class ThinPool
{
    /// <summary>Most devices that are listed; an engine keeps one a layer.</summary>
    public const int MaxDevices = 16_384;

    private readonly ThinSuperBlock _super;
    private readonly ThinTree _tree;
    private readonly IBlockSource _metadata;
    private readonly IBlockSource _data;
    private readonly string _name;

    /// <param name="metadata">The metadata device.</param>
    /// <param name="data">The data device.</param>
    /// <param name="name">For messages; already escaped.</param>
    /// <exception cref="EvidenceFormatException">The metadata's superblock cannot be used.</exception>
    public ThinPool(IBlockSource metadata, IBlockSource data, string name)
    {
        (_metadata, _data, _name, _super, _tree) = (metadata, data, name, ThinSuperBlock.Read(metadata), new ThinTree(metadata));
    }

    /// <inheritdoc cref="ThinSuperBlock.Transaction"/>
    public ulong Transaction => _super.Transaction;

    /// <summary>Tells what is odd about the pool as a whole.</summary>
    public void Tell(Action<string, ProblemSeverity, string> tell)
    {
        if (_super.NeedsCheck)
            tell(PartitionProblems.OddPool, ProblemSeverity.Warning, $"thin pool {_name}: its metadata is marked as in need of a check: an error was met when it was used");
        if (_super.DataBlocks > (ulong)(_data.Length / _super.DataBlockBytes))
            tell(PartitionProblems.OddPool, ProblemSeverity.Warning,
                $"thin pool {_name}: its metadata knows of {_super.DataBlocks} blocks of {_super.DataBlockBytes} bytes, and its data device has {_data.Length} bytes");
        if (_super.HeldRoot != 0)
            tell(PartitionProblems.HeldPool, ProblemSeverity.Note, $"thin pool {_name}: {Held()}");
    }

    /// <summary>Every device that the pool has, by number. What is damaged ends the list and is told.</summary>
    public IReadOnlyList<ThinDevice> Devices(Action<string, ProblemSeverity, string> tell) => Devices(_super.DetailsRoot, tell);

    /// <summary>One device's bytes.</summary>
    /// <param name="device">Its number.</param>
    /// <param name="length">Its bytes; null where nothing records them: then as many as it or the file system in it needs.</param>
    /// <param name="origin">What is read where the device has no block; null for zeros.</param>
    /// <exception cref="EvidenceFormatException">The pool has no such device, or its metadata is damaged.</exception>
    public IBlockSource Open(ulong device, long? length, IBlockSource? origin = null)
    {
        Span<byte> root = stackalloc byte[ThinLayout.ReferenceBytes];
        if (_tree.From(_super.MappingRoot, device, root) != device)
            throw new EvidenceFormatException(PartitionProblems.BadPool, $"thin pool {_name} has no device {device}");
        ulong mappings = BinaryPrimitives.ReadUInt64LittleEndian(root);
        return new ThinBlocks($"device {device} of thin pool {_name}", _tree, mappings, _data, _super.DataBlockBytes,
            length ?? ThinLength.Of(all => new ThinBlocks($"device {device}", _tree, mappings, _data, _super.DataBlockBytes, all, null)), origin);
    }

    private List<ThinDevice> Devices(ulong root, Action<string, ProblemSeverity, string> tell)
    {
        var devices = new List<ThinDevice>();
        Span<byte> details = stackalloc byte[ThinLayout.DetailsBytes];
        try
        {
            for (ulong? next = 0; next <= ThinLayout.MaxDevice && _tree.From(root, next.Value, details) is { } device; next = device + 1)
            {
                if (devices.Count == MaxDevices)
                {
                    tell(PartitionProblems.OddPool, ProblemSeverity.Warning, $"thin pool {_name}: more than {MaxDevices} devices: those from {device} on are not looked at");
                    break;
                }
                devices.Add(new ThinDevice(device, ThinLayout.Number(details, 0), ThinLayout.Number(details, sizeof(ulong))));
            }
        }
        catch (EvidenceFormatException damage)
        {
            tell(damage.Code, ProblemSeverity.Damage, $"thin pool {_name}: its list of devices cannot be read further: {damage.Message}");
        }
        return devices;
    }

    // Of use to who looks for what was removed since: the newest state is what is read.
    private string Held()
    {
        try
        {
            if (_super.HeldRoot >= (ulong)(_metadata.Length / ThinLayout.BlockBytes))
                return $"a snapshot of its metadata is to be block {_super.HeldRoot}, which there is not";
            ThinSuperBlock held = ThinSuperBlock.Read(_metadata, (long)_super.HeldRoot * ThinLayout.BlockBytes);
            ThinDevice[] gone = [.. Devices(held.DetailsRoot, (_, _, _) => { }).ExceptBy(Devices((_, _, _) => { }).Select(d => d.Id), d => d.Id)];
            string only = gone.Length == 0 ? "no devices that the pool no longer has"
                : $"devices that the pool no longer has ({string.Join(", ", gone.Take(20).Select(d => d.Id))}{(gone.Length > 20 ? ", …" : "")})";
            return $"a snapshot of its metadata of transaction {held.Transaction} is held, with {only}; the pool is read as of transaction {_super.Transaction}";
        }
        catch (EvidenceFormatException damage)
        {
            return $"a snapshot of its metadata is held, which cannot be read: {damage.Message}";
        }
    }
}

/// <summary>A device of a pool.</summary>
/// <param name="Id">Its number.</param>
/// <param name="MappedBlocks">How many of the pool's blocks it has, as recorded.</param>
/// <param name="Transaction">The pool's transaction when it was made.</param>
internal readonly record struct ThinDevice(ulong Id, ulong MappedBlocks, ulong Transaction);
