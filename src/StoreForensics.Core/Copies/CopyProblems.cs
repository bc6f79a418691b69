using StoreForensics.Evidence;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;

namespace StoreForensics.Copies;

/// <summary>The problem that tells of each loss.</summary>
internal static class CopyProblems
{
    public static void Tell(ProblemLog problems, IEvidenceSource source, CopyNote note)
    {
        Origin origin = new(source.Name, default);
        string words = $"{note.Basis}: {note.Consequence}";
        switch (note.Loss)
        {
            case CopyLoss.TrustedAttributes when !note.IsCertain: problems.Warn("SF-COPY-0001", origin, words); break;
            case CopyLoss.TrustedAttributes: problems.Damage("SF-COPY-0001", origin, words); break;
            case CopyLoss.Devices: problems.Damage("SF-COPY-0002", origin, words); break;
            case CopyLoss.Directories: problems.Damage("SF-COPY-0003", origin, words); break;
            case CopyLoss.Owners: problems.Damage("SF-COPY-0004", origin, words); break;
            case CopyLoss.Modes when !note.IsCertain: problems.Warn("SF-COPY-0005", origin, words); break;
            case CopyLoss.Modes: problems.Damage("SF-COPY-0005", origin, words); break;
            case CopyLoss.FileTimes: problems.Damage("SF-COPY-0006", origin, words); break;
            case CopyLoss.DirectoryTimes: problems.Warn("SF-COPY-0007", origin, words); break;
            case CopyLoss.EmptyFiles: problems.Damage("SF-COPY-0008", origin, words); break;
            case CopyLoss.Symlinks: problems.Damage("SF-COPY-0009", origin, words); break;
            case CopyLoss.Names: problems.Damage("SF-COPY-0010", origin, words); break;
            case CopyLoss.SecurityAttributes: problems.Damage("SF-COPY-0011", origin, words); break;
            case CopyLoss.UserAttributes: problems.Damage("SF-COPY-0012", origin, words); break;
            case CopyLoss.HardLinks: problems.Note("SF-COPY-0013", origin, words); break;
            case CopyLoss.Rest: problems.Damage("SF-COPY-0014", origin, words); break;
            case CopyLoss.Pipes: problems.Damage("SF-COPY-0016", origin, words); break;
            case CopyLoss.OwnerNumbers: problems.Note("SF-COPY-0017", origin, words); break;
            case CopyLoss.None: problems.Note("SF-COPY-0015", origin, words); break;
        }
    }
}
