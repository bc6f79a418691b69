using StoreForensics.Evidence;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Copies;

/// <summary>Reads the record of a layer for what it says of the copy. What is damaged in it is told, in the words of verification.</summary>
internal static class LayerRecord
{
    public static void Read(Layer layer, ProblemLog problems, Action<TarRecordReader> take)
    {
        if (layer.TarRecord is not { } record)
            return;
        Origin origin = record.Source.Origin(record.Node);
        problems.Contain(origin, () =>
        {
            try
            {
                using StoredFile stream = StoredFile.OpenPlain(record.Source, record.Node);
                take(TarRecordReader.Of(stream, record.IsTar, problems, origin));
            }
            catch (EvidenceFormatException e)
            {
                problems.Damage("SF-VERIFY-0001", origin, $"the {(record.IsTar ? "layer's tar" : "tar-split")} cannot be read: " + DisplayText.Escape(e.Message));
            }
        });
    }
}
