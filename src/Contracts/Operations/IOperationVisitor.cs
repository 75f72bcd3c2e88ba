namespace Sim.Contracts.Operations;

/// <summary>Handles every kind of <see cref="Operation"/>; a new kind breaks the build wherever it is not handled.</summary>
/// <typeparam name="TResult">What the visit returns.</typeparam>
public interface IOperationVisitor<out TResult>
{
    /// <summary>Visits an upsert.</summary>
    TResult Visit(UpsertPoints operation);

    /// <summary>Visits a deletion of points.</summary>
    TResult Visit(DeletePoints operation);

    /// <summary>Visits a merge into payloads.</summary>
    TResult Visit(SetPayload operation);

    /// <summary>Visits a replacement of payloads.</summary>
    TResult Visit(OverwritePayload operation);

    /// <summary>Visits a removal of payload keys.</summary>
    TResult Visit(DeletePayload operation);

    /// <summary>Visits a removal of whole payloads.</summary>
    TResult Visit(ClearPayload operation);

    /// <summary>Visits a change of vectors.</summary>
    TResult Visit(UpdateVectors operation);

    /// <summary>Visits a removal of vectors.</summary>
    TResult Visit(DeleteVectors operation);

    /// <summary>Visits an operation on the points that match a filter.</summary>
    TResult Visit(ByFilter operation);

    /// <summary>Visits the creation of a named vector.</summary>
    TResult Visit(CreateVectorName operation);

    /// <summary>Visits the end of a named vector.</summary>
    TResult Visit(DeleteVectorName operation);

    /// <summary>Visits the creation of an index over a payload field.</summary>
    TResult Visit(CreateFieldIndex operation);

    /// <summary>Visits the end of an index over a payload field.</summary>
    TResult Visit(DropFieldIndex operation);
}
