
namespace StoreForensics.Ingest.Partitions;

/// <summary>A partition as a table has it.</summary>
/// <param name="Number">As counted by the table and by Linux: 1 to 4 for primary ones of an MBR, 5 and on for logical ones.</param>
/// <param name="Name">Its label; null for none.</param>
/// <param name="Type">In words, with the number or GUID.</param>
/// <param name="Start">First byte.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct TableEntry(int Number, string? Name, string Type, long Start, long Length);
