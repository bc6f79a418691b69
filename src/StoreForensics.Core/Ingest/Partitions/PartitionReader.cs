using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions.Gpt;
using StoreForensics.Ingest.Partitions.Luks;
using StoreForensics.Ingest.Partitions.Lvm;
using StoreForensics.Ingest.Partitions.Mbr;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions;

/// <summary>Finds what a disk is divided into. The one list of who can divide and who can put together.</summary>
internal static class PartitionReader
{
    // In the order in which they are asked: a GPT's disk has a boot record too.
    private static readonly IDivider[] s_dividers = [new LuksDivider(), new GptTable(), new MbrTable()];

    private static IAssembler[] Assemblers => [new Md.MdReader(), new LvmReader()];

    /// <summary>
    /// Partitions in the order of their table, then logical volumes by group and name, then what lies within those, likewise. A disk without a table is one
    /// part, the whole.
    /// </summary>
    /// <param name="disk">The medium.</param>
    /// <param name="evidence">The evidence's name, for problems.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="sectorBytes">512 or 4096 where the image says so; null to find out.</param>
    /// <param name="companions">Other disks that members of groups and arrays may lie on; opened only when some are missing.</param>
    /// <param name="others">Those who put together file systems of several devices, which are found last.</param>
    /// <param name="key">What opens encrypted volumes; null: nothing was given.</param>
    public static FoundPartitions Read(IBlockSource disk, string evidence, ProblemLog problems, int? sectorBytes = null,
        IReadOnlyList<CompanionDisk>? companions = null, DiskKey? key = null, IReadOnlyList<IAssembler>? others = null) =>
        new PartitionWorklist(s_dividers, [.. Assemblers, .. others ?? []], new PartitionLog(problems, evidence), companions ?? [], key).Run(disk, sectorBytes);
}
