using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.Protobuf;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Checkpoints.Criu;

/// <summary>The processes of a checkpoint (criu images/pstree.proto, core.proto), with their command lines and what they had open.</summary>
internal sealed class ProcessTree(EvidenceFiles files, int root)
{
    private const int MaxProcesses = 100_000;

    /// <summary>In the order recorded, parents first; null when there are no images.</summary>
    public IReadOnlyList<ContainerProcess>? Read()
    {
        if (files.Directory(root, "checkpoint"u8) is not int images || files.Tree.Child(images, "pstree.img"u8) == EvidenceTree.None)
            return null;
        var memory = new ProcessMemory(files, images);
        var open = new OpenFiles(files, images);
        var processes = new List<ContainerProcess>();
        foreach (ReadOnlyMemory<byte> record in CriuImage.Records(files, images, "pstree.img").Take(MaxProcesses))
        {
            (ulong pid, ulong parent) = (0, 0);
            for (var fields = new ProtobufFields(record.Span); fields.Read();)
            {
                pid = fields.Number == 1 ? fields.Value : pid;
                parent = fields.Number == 2 ? fields.Value : parent;
            }
            processes.Add(Process(images, (long)pid, (long)parent, memory, open));
        }
        return processes;
    }

    private ContainerProcess Process(int images, long pid, long parent, ProcessMemory memory, OpenFiles open)
    {
        (string? name, ulong? table) = Core(images, pid);
        return new ContainerProcess(pid, parent == 0 ? null : parent)
        {
            Name = name,
            Command = files.Problems.ContainOr(files.Origin(images), null, () => memory.Arguments(pid)),
            Files = files.Problems.ContainOr(files.Origin(images), [], () => open.Of(table ?? (ulong)pid)),
        };
    }

    // core_entry: 3 is the task (task_core_entry: 6 its name), 4 the ids of what it shares (task_kobj_ids_entry: 2 the table of files).
    private (string? Name, ulong? Table) Core(int images, long pid)
    {
        string? name = null;
        ulong? table = null;
        foreach (ReadOnlyMemory<byte> record in CriuImage.Records(files, images, FormattableString.Invariant($"core-{pid}.img")).Take(1))
        {
            for (var fields = new ProtobufFields(record.Span); fields.Read();)
            {
                if (fields is { Number: 3, IsBytes: true })
                {
                    for (var task = new ProtobufFields(fields.Bytes); task.Read();)
                        name = task is { Number: 6, IsBytes: true } ? Encoding.UTF8.GetString(task.Bytes) : name;
                }
                else if (fields is { Number: 4, IsBytes: true })
                {
                    table = FilesId(fields.Bytes) ?? table;
                }
            }
        }
        foreach (ReadOnlyMemory<byte> record in table is null ? CriuImage.Records(files, images, FormattableString.Invariant($"ids-{pid}.img")).Take(1) : [])
            table = FilesId(record.Span);
        return (name, table);
    }

    private static ulong? FilesId(ReadOnlySpan<byte> ids)
    {
        ulong? found = null;
        for (var fields = new ProtobufFields(ids); fields.Read();)
            found = fields.Number == 2 ? fields.Value : found;
        return found;
    }
}
